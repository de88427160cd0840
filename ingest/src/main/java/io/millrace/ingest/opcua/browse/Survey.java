package io.millrace.ingest.opcua.browse;

import java.util.List;

/**
 * What was found.
 *
 * @param machines those that follow a companion specification, in the order of the tree
 * @param nodes how many nodes were found
 * @param failed how many of them the server would not say everything of
 * @param end why the walk ended
 * @param detail what went wrong, if {@code end} is {@link End#LOST}; else empty
 */
public record Survey(FoundNode root, List<FoundMachine> machines, int nodes, int failed, End end, String detail) {
    /** Why a walk ended. */
    public enum End {
        /** All was seen. */
        COMPLETE,
        /** There is more below the deepest step. */
        DEPTH,
        /** There are more nodes. */
        NODES,
        /** It was told to. */
        STOPPED,
        /** The server answers no more. */
        LOST
    }
}
