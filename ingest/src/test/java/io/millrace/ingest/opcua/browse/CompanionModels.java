package io.millrace.ingest.opcua.browse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A packer after PackML and a mill after OPC UA for Machinery, with the standards' browse names and the vendor's node ids; the mill's
 * state machine is of the vendor's own subtype. A folder refers back to the first object, so that there is a circle.
 */
final class CompanionModels extends ManagedNamespaceWithLifecycle {
    static final String URI = "urn:vendor:line";
    static final int MANY = 25;
    static final String PACKML = "http://opcfoundation.org/UA/PackML/";
    static final String MACHINERY = "http://opcfoundation.org/UA/Machinery/";

    private final Map<String, UaObjectNode> objects = new HashMap<>();
    private final Map<String, NodeId> types = new HashMap<>();

    CompanionModels(final OpcUaServer server) {
        super(server, URI);
        getLifecycleManager().addStartupTask(() -> {
            types();
            packer();
            mill();
            many();
        });
    }

    private void types() {
        for (final String name : List.of("PackMLBaseObjectType", "PackMLStatusObjectType", "PackMLAdminObjectType")) {
            type(name, PACKML, NodeIds.BaseObjectType);
        }
        type("PackMLBaseStateMachineType", PACKML, NodeIds.FiniteStateMachineType);
        type("MachineryItemState_StateMachineType", MACHINERY, NodeIds.FiniteStateMachineType);
        type("MachineryOperationModeStateMachineType", MACHINERY, NodeIds.FiniteStateMachineType);
        type("VendorStateType", URI, types.get("MachineryItemState_StateMachineType"));
    }

    private void packer() {
        object("", "Packer", "PackMLBaseObjectType");
        object("Packer", "Status", "PackMLStatusObjectType");
        variable("Packer/Status", "UnitModeCurrent", PACKML, 1);
        variable("Packer/Status", "CurMachSpeed", PACKML, 55.5f);
        object("Packer", "Admin", "PackMLAdminObjectType");
        variable("Packer/Admin", "ProdProcessedCount", PACKML, 4_711);
        variable("Packer/Admin", "ProdDefectiveCount", PACKML, new Integer[] {1, 2});
        variable("Packer/Admin", "StopReason", PACKML, "");
        object("Packer", "BaseStateMachine", "PackMLBaseStateMachineType");
        variable("Packer/BaseStateMachine", "CurrentState", "", LocalizedText.english("Execute"));
    }

    private void mill() {
        object("", "Mill", null);
        object("Mill", "MachineryBuildingBlocks", null);
        object("Mill/MachineryBuildingBlocks", "MachineryItemState", "VendorStateType");
        variable(
                "Mill/MachineryBuildingBlocks/MachineryItemState",
                "CurrentState",
                "",
                LocalizedText.english("NotExecuting"));
        object("Mill/MachineryBuildingBlocks", "OperationMode", "MachineryOperationModeStateMachineType");
        variable("Mill/MachineryBuildingBlocks/OperationMode", "CurrentState", "", LocalizedText.english("Setup"));
        variable("Mill", "SpindleLoad", URI, null);
    }

    private void many() {
        object("", "Many", null);
        for (int i = 0; i < MANY; i++) {
            variable("Many", "V" + i, URI, i);
        }
        final UaObjectNode many = objects.get("Many");
        many.addReference(new Reference(
                many.getNodeId(),
                NodeIds.Organizes,
                objects.get("Packer").getNodeId().expanded(),
                Reference.Direction.FORWARD));
        final UaObjectNode inside = objects.get("Packer/Admin");
        inside.addReference(new Reference(
                inside.getNodeId(), NodeIds.Organizes, many.getNodeId().expanded(), Reference.Direction.FORWARD));
    }

    private void type(final String name, final String uri, final NodeId parent) {
        final NodeId id = newNodeId("types/" + name);
        final UaObjectTypeNode type = new UaObjectTypeNode(
                getNodeContext(),
                id,
                name(uri, name),
                LocalizedText.english(name),
                LocalizedText.NULL_VALUE,
                null,
                null,
                false);
        getNodeManager().addNode(type);
        type.addReference(new Reference(id, NodeIds.HasSubtype, parent.expanded(), Reference.Direction.INVERSE));
        types.put(name, id);
    }

    /** @param above path of the object it is in; empty for the Objects folder */
    private void object(final String above, final String name, final @Nullable String type) {
        final String path = above.isEmpty() ? name : above + "/" + name;
        final UaObjectNode node = new UaObjectNode.UaObjectNodeBuilder(getNodeContext())
                .setNodeId(newNodeId(path))
                .setBrowseName(name(URI, name))
                .setDisplayName(LocalizedText.english(name))
                .setTypeDefinition(type == null ? NodeIds.BaseObjectType : types.get(type))
                .build();
        getNodeManager().addNode(node);
        final NodeId parent =
                above.isEmpty() ? NodeIds.ObjectsFolder : objects.get(above).getNodeId();
        node.addReference(
                new Reference(node.getNodeId(), NodeIds.Organizes, parent.expanded(), Reference.Direction.INVERSE));
        objects.put(path, node);
    }

    /** @param value null for one whose value is bad */
    private void variable(final String above, final String name, final String uri, final @Nullable Object value) {
        final UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                .setNodeId(newNodeId(above + "/" + name))
                .setBrowseName(name(uri, name))
                .setDisplayName(LocalizedText.english(name))
                .setDataType(NodeIds.BaseDataType)
                .setTypeDefinition(NodeIds.BaseDataVariableType)
                .build();
        node.setValue(
                value == null
                        ? new DataValue(new StatusCode(StatusCodes.Bad_SensorFailure))
                        : new DataValue(new Variant(value)));
        getNodeManager().addNode(node);
        objects.get(above).addComponent(node);
    }

    private QualifiedName name(final String uri, final String name) {
        return new QualifiedName(
                uri.isEmpty() ? 0 : getServer().getNamespaceTable().add(uri).intValue(), name);
    }

    @Override
    public void onDataItemsCreated(final List<DataItem> created) {}

    @Override
    public void onDataItemsModified(final List<DataItem> modified) {}

    @Override
    public void onDataItemsDeleted(final List<DataItem> deleted) {}

    @Override
    public void onMonitoringModeChanged(final List<MonitoredItem> changed) {}
}
