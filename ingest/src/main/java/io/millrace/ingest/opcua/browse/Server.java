package io.millrace.ingest.opcua.browse;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.ingest.opcua.Batches;
import io.millrace.ingest.opcua.ValueReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/** The service calls of a walk (OPC 10000-4, 5.9 and 5.11), within the limits the server tells. */
final class Server {
    private static final int PER_CALL = 100;
    private static final ViewDescription WHOLE = new ViewDescription(NodeId.NULL_VALUE, DateTime.NULL_VALUE, uint(0));
    private static final UInteger INSTANCES = uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue());
    private static final UInteger ANY_CLASS = uint(0);
    private static final UInteger EVERYTHING = uint(BrowseResultMask.All.getValue());

    private final OpcUaClient client;
    private final ValueReader reader;
    private final NamespaceTable namespaces;
    private final UInteger mostReferences;
    private final int perBrowse;
    private final int perRead;

    /** @param mostReferences of one node in one answer; the rest comes with further calls */
    Server(final OpcUaClient client, final int mostReferences) throws UaException {
        this.client = client;
        this.reader = new ValueReader(client::getDynamicEncodingContext, Map.of());
        this.mostReferences = uint(mostReferences);
        namespaces = client.readNamespaceTable();
        final @Nullable OperationLimits limits = limits(client);
        perBrowse = limits == null ? PER_CALL : perCall(limits.maxNodesPerBrowse());
        perRead = limits == null ? PER_CALL : perCall(limits.maxNodesPerRead());
    }

    NamespaceTable namespaces() {
        return namespaces;
    }

    TypeName name(final QualifiedName name) {
        final String uri = namespaces.get(name.getNamespaceIndex());
        return new TypeName(uri == null ? "" : uri, name.getName() == null ? "" : name.getName());
    }

    int perBrowse() {
        return perBrowse;
    }

    int perRead() {
        return perRead;
    }

    /** Objects and variables below these nodes. */
    List<BrowseResult> below(final List<NodeId> nodes) throws UaException {
        return browse(nodes, BrowseDirection.Forward, NodeIds.HierarchicalReferences, INSTANCES);
    }

    /** What these types are subtypes of. */
    List<BrowseResult> supertypes(final List<NodeId> types) throws UaException {
        return browse(types, BrowseDirection.Inverse, NodeIds.HasSubtype, ANY_CLASS);
    }

    BrowseResult next(final ByteString continuationPoint) throws UaException {
        final BrowseResult @Nullable [] results =
                client.browseNext(false, List.of(continuationPoint)).getResults();
        if (results == null || results.length != 1) {
            throw new UaException(StatusCodes.Bad_UnknownResponse);
        }
        return results[0];
    }

    /** Servers have few continuation points: one that is not needed any more is given back. */
    void release(final ByteString continuationPoint) throws UaException {
        client.browseNext(true, List.of(continuationPoint));
    }

    List<DataValue> browseNames(final List<NodeId> nodes) throws UaException {
        return read(nodes, AttributeId.BrowseName);
    }

    List<DataValue> values(final List<NodeId> nodes) throws UaException {
        return read(nodes, AttributeId.Value);
    }

    /** As it is, if it cannot be decoded. */
    Object decoded(final Object value) {
        try {
            return Objects.requireNonNullElse(reader.decoded(value), value);
        } catch (final IllegalArgumentException untold) {
            return value;
        }
    }

    private List<BrowseResult> browse(
            final List<NodeId> nodes, final BrowseDirection direction, final NodeId references, final UInteger classes)
            throws UaException {
        final List<BrowseDescription> descriptions = nodes.stream()
                .map(node -> new BrowseDescription(node, direction, references, true, classes, EVERYTHING))
                .toList();
        final BrowseResult @Nullable [] results =
                client.browse(WHOLE, mostReferences, descriptions).getResults();
        return results == null ? List.of() : Arrays.asList(results);
    }

    private List<DataValue> read(final List<NodeId> nodes, final AttributeId attribute) throws UaException {
        final List<ReadValueId> ids = nodes.stream()
                .map(node -> new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE))
                .toList();
        final DataValue @Nullable [] results =
                client.read(0, TimestampsToReturn.Neither, ids).getResults();
        return results == null ? List.of() : Arrays.asList(results);
    }

    private static @Nullable OperationLimits limits(final OpcUaClient client) throws UaException {
        try {
            return client.readOperationLimits();
        } catch (final UaException failure) {
            if (Batches.isGone(failure)) {
                throw failure;
            }
            return null;
        }
    }

    /** 0 means that the server sets no limit (OPC 10000-5, 6.3.11). */
    private static int perCall(final Optional<UInteger> limit) {
        return (int) Math.min(
                PER_CALL,
                limit.map(UInteger::longValue).filter(most -> most > 0).orElse((long) PER_CALL));
    }
}
