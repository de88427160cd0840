package io.millrace.ingest.opcua.browse;

/**
 * How far a walk goes.
 *
 * @param root node to begin at, {@code i=85} (Objects) or {@code nsu=urn:vendor:plant;s=Press1}
 * @param maxNodes how many nodes are found at most, from 1
 * @param maxDepth how many steps below the root, from 1 to 200
 */
public record Limits(String root, int maxNodes, int maxDepth) {
    /** The Objects folder, 20,000 nodes, 20 steps. */
    public static final Limits STANDARD = new Limits("i=85", 20_000, 20);

    private static final int DEEPEST = 200;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Limits {
        if (maxNodes < 1 || maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("the number of nodes is at least 1, the depth from 1 to " + DEEPEST);
        }
    }
}
