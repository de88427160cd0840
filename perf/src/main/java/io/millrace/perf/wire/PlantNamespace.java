package io.millrace.perf.wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * The machines' nodes. Each new value is pushed into the monitored items at once: nothing is sampled, so no change between two
 * samples is missed. A new item gets the current value first.
 */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {

    private final Map<String, PlantVariable> variables;
    private final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, List<DataItem>> items = new ConcurrentHashMap<>();

    /** @param variables the values at the start, by node identifier {@code workUnit/variable} */
    PlantNamespace(final OpcUaServer server, final String uri, final Map<String, PlantVariable> variables) {
        super(server, uri);
        this.variables = Map.copyOf(variables);
        getLifecycleManager().addStartupTask(this::createNodes);
    }

    /** Any thread; pushes for one node are delivered in the order of the calls. */
    synchronized void push(final String node, final DataValue value) {
        nodeOf(node).setValue(value);
        itemsOf(node).stream().filter(DataItem::isSamplingEnabled).forEach(item -> item.setValue(value));
    }

    int monitoredItems() {
        return items.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public synchronized void onDataItemsCreated(final List<DataItem> created) {
        created.stream().filter(PlantNamespace::isValue).forEach(item -> {
            itemsOf(item).add(item);
            item.setValue(nodeOf(nodeId(item)).getValue());
        });
    }

    @Override
    public void onDataItemsModified(final List<DataItem> modified) {
        // Queue sizes and intervals are the item's own matter: nothing is sampled here.
    }

    @Override
    public synchronized void onDataItemsDeleted(final List<DataItem> deleted) {
        deleted.stream().filter(PlantNamespace::isValue).forEach(item -> itemsOf(item)
                .remove(item));
    }

    @Override
    public synchronized void onMonitoringModeChanged(final List<MonitoredItem> changed) {
        changed.stream()
                .filter(DataItem.class::isInstance)
                .map(DataItem.class::cast)
                .filter(item -> isValue(item) && item.isSamplingEnabled())
                .forEach(item -> item.setValue(nodeOf(nodeId(item)).getValue()));
    }

    private static boolean isValue(final DataItem item) {
        return AttributeId.Value.uid().equals(item.getReadValueId().getAttributeId());
    }

    private static String nodeId(final DataItem item) {
        return item.getReadValueId().getNodeId().getIdentifier().toString();
    }

    private List<DataItem> itemsOf(final DataItem item) {
        return itemsOf(nodeId(item));
    }

    private List<DataItem> itemsOf(final String node) {
        return items.computeIfAbsent(node, id -> new CopyOnWriteArrayList<>());
    }

    private UaVariableNode nodeOf(final String node) {
        final UaVariableNode found = nodes.get(node);
        if (found == null) {
            throw new IllegalArgumentException("the plant has no OPC UA node " + node);
        }
        return found;
    }

    private void createNodes() {
        final Map<String, UaFolderNode> machines = new ConcurrentHashMap<>();
        variables.forEach((id, variable) -> {
            final String machine = id.substring(0, id.indexOf('/'));
            final UaVariableNode node = createVariable(id, variable);
            machines.computeIfAbsent(machine, this::createFolder).addOrganizes(node);
            nodes.put(id, node);
        });
    }

    private UaFolderNode createFolder(final String machine) {
        final UaFolderNode folder = new UaFolderNode(
                getNodeContext(), newNodeId(machine), newQualifiedName(machine), LocalizedText.english(machine));
        getNodeManager().addNode(folder);
        folder.addReference(new Reference(
                folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), Reference.Direction.INVERSE));
        return folder;
    }

    private UaVariableNode createVariable(final String id, final PlantVariable variable) {
        final String name = id.substring(id.indexOf('/') + 1);
        final NodeId nodeId = newNodeId(id);
        final UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                .setNodeId(nodeId)
                .setAccessLevel(AccessLevel.READ_ONLY)
                .setUserAccessLevel(AccessLevel.READ_ONLY)
                .setBrowseName(newQualifiedName(name))
                .setDisplayName(LocalizedText.english(name))
                .setDataType(variable.dataType())
                .setTypeDefinition(NodeIds.BaseDataVariableType)
                .build();
        node.setValue(variable.dataValue());
        getNodeManager().addNode(node);
        return node;
    }
}
