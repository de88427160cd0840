package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of enumerations' values, as a server tells them: in the property EnumStrings or EnumValues of the variable itself or of
 * its data type (OPC 10000-3, 5.8.3 and 8.14).
 */
final class Enumerations {
    private static final Logger LOG = LoggerFactory.getLogger(Enumerations.class);

    private final OpcUaClient client;

    Enumerations(final OpcUaClient client) {
        this.client = client;
    }

    /**
     * For all signals that are taken by name; each costs some calls. One that has no names is said, and stays a number.
     *
     * @return by the node's address
     * @throws UaException if the server answers no more
     */
    Map<String, Map<Integer, String>> read(final OpcUaConfig config) throws UaException {
        final Set<String> wanted = config.machines().stream()
                .map(MachineSignals::signals)
                .flatMap(List::stream)
                .filter(signal -> signal.byName() && signal.member().isEmpty())
                .map(Signal::address)
                .collect(Collectors.toSet());
        final Map<String, Map<Integer, String>> names = new HashMap<>();
        if (wanted.isEmpty()) {
            return names;
        }
        final NamespaceTable namespaces = client.readNamespaceTable();
        for (final String address : wanted) {
            final Optional<NodeId> node = NodeAddress.resolve(address, namespaces);
            if (node.isEmpty()) {
                continue;
            }
            final Map<Integer, String> found = read(node.get());
            if (found.isEmpty()) {
                LOG.warn(
                        "{}: node {} has no names for its values (no EnumStrings or EnumValues): they stay numbers",
                        config.name(),
                        address);
            }
            names.put(address, found);
        }
        return names;
    }

    private Map<Integer, String> read(final NodeId variable) throws UaException {
        try {
            final Map<Integer, String> own = ofProperties(variable);
            if (!own.isEmpty()) {
                return own;
            }
            return value(variable, AttributeId.DataType) instanceof NodeId type ? ofProperties(type) : Map.of();
        } catch (final UaException refused) {
            if (Batches.isGone(refused) || Thread.currentThread().isInterrupted()) {
                throw refused;
            }
            return Map.of();
        }
    }

    private Map<Integer, String> ofProperties(final NodeId owner) throws UaException {
        final ReferenceDescription @Nullable [] properties = client.browse(new BrowseDescription(
                        owner,
                        BrowseDirection.Forward,
                        NodeIds.HasProperty,
                        true,
                        uint(NodeClass.Variable.getValue()),
                        uint(BrowseResultMask.All.getValue())))
                .getReferences();
        final Map<Integer, String> names = new HashMap<>();
        for (final ReferenceDescription property : properties == null ? new ReferenceDescription[0] : properties) {
            final String name = String.valueOf(property.getBrowseName().getName());
            final Optional<NodeId> node = property.getNodeId().toNodeId(client.getNamespaceTable());
            if (node.isPresent() && (name.equals("EnumStrings") || name.equals("EnumValues"))) {
                add(value(node.get(), AttributeId.Value), names);
            }
        }
        return names;
    }

    private void add(final @Nullable Object value, final Map<Integer, String> names) {
        if (value instanceof LocalizedText[] texts) {
            for (int i = 0; i < texts.length; i++) {
                names.put(i, String.valueOf(texts[i].getText()));
            }
        } else if (value instanceof ExtensionObject[] entries) {
            for (final ExtensionObject entry : entries) {
                if (entry.decode(client.getStaticEncodingContext()) instanceof EnumValueType each) {
                    names.put(
                            each.getValue().intValue(),
                            String.valueOf(each.getDisplayName().getText()));
                }
            }
        }
    }

    private @Nullable Object value(final NodeId node, final AttributeId attribute) throws UaException {
        final DataValue @Nullable [] values = client.read(
                        0,
                        TimestampsToReturn.Neither,
                        List.of(new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE)))
                .getResults();
        return values == null || values.length == 0
                ? null
                : values[0].getValue().getValue();
    }
}
