package io.millrace.ingest.opcua;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Node ids as people write them (OPC 10000-6, 5.3.1.10): by namespace number or, safe against renumbering, by its URI. */
public final class NodeAddress {
    private NodeAddress() {}

    /** What is wrong with an address, in words; empty if nothing is. */
    public static Optional<String> fault(final String address) {
        return parse(address).isPresent()
                ? Optional.empty()
                : Optional.of("'" + address
                        + "' is no node id: write ns=2;s=Press/State or nsu=urn:vendor:plant;s=Press/State");
    }

    /** @return empty if the server knows no namespace of that URI */
    public static Optional<NodeId> resolve(final String address, final NamespaceTable namespaces) {
        return parse(address).flatMap(id -> id.toNodeId(namespaces));
    }

    /** By the namespace's URI, unless that does not lead back to the node; the standard's own nodes as {@code i=85}. */
    public static String of(final NodeId node, final NamespaceTable namespaces) {
        if (node.getNamespaceIndex().intValue() == 0) {
            return node.toParseableString();
        }
        final String byUri = node.expanded(namespaces).toParseableString();
        return resolve(byUri, namespaces).filter(node::equals).isPresent() ? byUri : node.toParseableString();
    }

    private static Optional<ExpandedNodeId> parse(final String address) {
        try {
            return Optional.of(ExpandedNodeId.parse(address));
        } catch (final UaRuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
