package io.millrace.ingest.opcua.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecogniserTest {
    private static final String PACKML = "http://opcfoundation.org/UA/PackML/";
    private static final String MACHINERY = "http://opcfoundation.org/UA/Machinery/";
    private static final String JOBS = "http://opcfoundation.org/UA/Machinery/Jobs/";

    private final FoundNode root = FoundNode.root("i=85", new TypeName("", "Objects"), false);

    @Test
    void shouldTakeAccumulatedCountsFromBelowAStructure() {
        final FoundNode admin = object(
                object(root, "Packer", PACKML, "PackMLBaseObjectType"), "Admin", PACKML, "PackMLAdminObjectType");
        final FoundNode good = variable(admin, "ProdProcessedCount", "Structure[]", "1 values", false);
        final FoundNode first = variable(good, "[0]", "Structure", "", false);
        variable(first, "Count", "Int32", "5", true);
        final FoundNode all = variable(first, "AccCount", "Int32", "500", true);

        assertThat(onlyMachine().signals())
                .containsExactly(new FoundSignal(all, Signal.counter(all.address(), Measure.TOTAL)));
    }

    @Test
    void shouldSayWhatANestedStateMachineDoesNotTell() {
        final FoundNode packer = object(root, "Packer", PACKML, "PackMLBaseObjectType");
        final FoundNode base = object(packer, "BaseStateMachine", PACKML, "PackMLBaseStateMachineType");
        variable(base, "CurrentState", "LocalizedText", "Cleared", true);
        final FoundNode state = object(base, "MachineState", PACKML, "PackMLMachineStateMachineType");
        variable(state, "CurrentState", "LocalizedText", "Running", true);
        final FoundNode execute = object(state, "ExecuteState", PACKML, "PackMLExecuteStateMachineType");
        final FoundNode current = variable(execute, "CurrentState", "LocalizedText", "Execute", true);

        assertThat(onlyMachine().signals())
                .containsExactly(new FoundSignal(current, Signal.state(current.address(), StateTable.PACKML)));
        assertThat(onlyMachine().notes()).singleElement().asString().contains("UNKNOWN", "StateCurrent");
    }

    @Test
    void shouldPreferOneVariableThatTellsAllStates() {
        final FoundNode packer = object(root, "Packer", PACKML, "PackMLBaseObjectType");
        final FoundNode base = object(packer, "BaseStateMachine", PACKML, "PackMLBaseStateMachineType");
        variable(base, "CurrentState", "LocalizedText", "Cleared", true);
        final FoundNode status = object(packer, "Status", PACKML, "PackMLStatusObjectType");
        final FoundNode current = variable(status, "StateCurrent", "Int32", "6", true);

        assertThat(onlyMachine().signals())
                .containsExactly(new FoundSignal(current, Signal.state(current.address(), StateTable.PACKML)));
        assertThat(onlyMachine().notes()).isEmpty();
    }

    @Test
    void shouldReadTheNumberWhereTheNameIsTranslated() {
        final FoundNode state = object(
                object(root, "Mill", "", ""), "MachineryItemState", MACHINERY, "MachineryItemState_StateMachineType");
        final FoundNode current = variable(state, "CurrentState", "LocalizedText", "In Ausführung", true);
        final FoundNode number = variable(current, "Number", "UInt32", "3", true);

        assertThat(onlyMachine().signals())
                .containsExactly(new FoundSignal(number, Signal.state(number.address(), StateTable.MACHINERY)));
    }

    @Test
    void shouldNotTakeAListOfJobsForAnOrder() {
        final FoundNode mill = object(root, "Mill", "", "");
        final FoundNode jobs = object(mill, "Jobs", JOBS, "JobManagementType");
        variable(jobs, "JobOrderList", "Structure[]", "2 values", false);

        assertThat(onlyMachine().node()).isSameAs(mill);
        assertThat(onlyMachine().signals()).isEmpty();
        assertThat(onlyMachine().notes())
                .singleElement()
                .asString()
                .startsWith("order: Objects/Mill/Jobs/JobOrderList");
    }

    @Test
    void shouldKnowATypeByItsNamespaceToo() {
        final FoundNode status = object(root, "Status", "urn:somebody", "PackMLStatusObjectType");
        variable(status, "UnitModeCurrent", "Int32", "1", true);

        assertThat(Recogniser.machines(root)).isEmpty();
    }

    private FoundMachine onlyMachine() {
        final List<FoundMachine> machines = Recogniser.machines(root);
        assertThat(machines).hasSize(1);
        return machines.get(0);
    }

    private static FoundNode object(
            final FoundNode parent, final String name, final String namespace, final String type) {
        return parent.addObject(
                "nsu=urn:x;s=" + parent.path() + "/" + name,
                new TypeName("urn:x", name),
                type.isEmpty() ? List.of() : List.of(new TypeName("urn:x", "Own"), new TypeName(namespace, type)));
    }

    private static FoundNode variable(
            final FoundNode parent, final String name, final String type, final String value, final boolean usable) {
        return parent.addVariable(
                "nsu=urn:x;s=" + parent.path() + "/" + name,
                new TypeName("urn:x", name),
                new Reading(type, value, usable));
    }
}
