package io.millrace.ingest.opcua.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.millrace.core.event.Measure;
import io.millrace.ingest.opcua.ConnectFault;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.SmallServer;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class BrowseTest {
    private static final int NODES_PER_CALL = 3;
    private static final int REFERENCES_PER_ANSWER = 2;

    @TempDir
    private static Path folder;

    private static SmallServer server;

    @TempDir
    private Path pki;

    @BeforeAll
    static void startServer() throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        server = new SmallServer(folder, freePort(), false, NODES_PER_CALL);
        server.add(CompanionModels::new);
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void shouldRecogniseMachinesByTheirTypesAndMapWhatASourceCanTake() throws Exception {
        final Survey survey = browse(Limits.STANDARD);

        assertThat(survey.end()).as(survey.detail()).isEqualTo(Survey.End.COMPLETE);
        assertThat(survey.machines())
                .extracting(machine -> machine.node().name(), FoundMachine::specifications)
                .containsExactlyInAnyOrder(tuple("Packer", List.of("PackML")), tuple("Mill", List.of("Machinery")));
        assertThat(machine(survey, "Packer").signals())
                .extracting(FoundSignal::signal)
                .containsExactly(
                        Signal.state(address("Packer/BaseStateMachine/CurrentState"), StateTable.PACKML),
                        Signal.of(address("Packer/Status/UnitModeCurrent"), Signal.Kind.MODE),
                        Signal.of(address("Packer/Admin/StopReason"), Signal.Kind.REASON),
                        Signal.counter(address("Packer/Admin/ProdProcessedCount"), Measure.TOTAL));
        assertThat(machine(survey, "Packer").notes())
                .singleElement()
                .asString()
                .contains("counter of scrap", "ProdDefectiveCount is Int32[]");
        assertThat(machine(survey, "Mill").signals())
                .extracting(FoundSignal::signal)
                .containsExactly(
                        Signal.state(
                                address("Mill/MachineryBuildingBlocks/MachineryItemState/CurrentState"),
                                StateTable.MACHINERY),
                        Signal.of(
                                address("Mill/MachineryBuildingBlocks/OperationMode/CurrentState"), Signal.Kind.MODE));
    }

    @Test
    void shouldFindEachNodeOnceWithItsValueOverCirclesAndContinuations() throws Exception {
        final Survey survey = browse(Limits.STANDARD);

        final List<FoundNode> all = nodes(survey);
        assertThat(all).hasSize(survey.nodes()).extracting(FoundNode::address).doesNotHaveDuplicates();
        assertThat(all)
                .filteredOn(node -> node.path().startsWith("Objects/Many/"))
                .hasSize(CompanionModels.MANY)
                .extracting(FoundNode::name, FoundNode::reading)
                .contains(tuple("V24", new Reading("Int32", "24", true)));
        assertThat(all)
                .filteredOn(node -> node.name().equals("SpindleLoad"))
                .extracting(FoundNode::reading)
                .containsExactly(new Reading("", "Bad_SensorFailure", false));
        assertThat(all).noneMatch(node -> node.address().equals("i=2253"));
    }

    @Test
    void shouldBeginAtANodeAndGoAsFarAsAllowed() throws Exception {
        final Survey packer = browse(new Limits(address("Packer"), 1_000, 1));
        assertThat(packer.end()).isEqualTo(Survey.End.DEPTH);
        assertThat(nodes(packer))
                .extracting(FoundNode::path)
                .contains("Packer/Status")
                .doesNotContain("Packer/Admin/StopReason");

        final Survey few = browse(new Limits("i=85", 7, 20));
        assertThat(few.end()).isEqualTo(Survey.End.NODES);
        assertThat(nodes(few)).hasSize(7);

        assertThatThrownBy(() -> browse(new Limits("nsu=urn:nobody;s=X", 7, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node nsu=urn:nobody;s=X");
        assertThatThrownBy(() -> browse(new Limits(address("Nothing"), 7, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no node");
    }

    @Test
    void shouldKeepWhatWasFoundWhenToldToStop() throws Exception {
        final AtomicInteger heard = new AtomicInteger();
        final Survey survey =
                Browse.run(open(), Limits.STANDARD, (nodes, variables) -> heard.set(nodes), () -> heard.get() > 1);

        assertThat(survey.end()).isEqualTo(Survey.End.STOPPED);
        assertThat(nodes(survey)).hasSize(heard.get()).hasSizeGreaterThan(1);

        heard.set(0);
        final Survey mostly = Browse.run(
                open(),
                Limits.STANDARD,
                (nodes, variables) -> heard.set(variables),
                () -> heard.get() > CompanionModels.MANY + 4,
                REFERENCES_PER_ANSWER);
        assertThat(mostly.end()).isEqualTo(Survey.End.STOPPED);
        assertThat(mostly.machines()).as("recognised so far").isNotEmpty();
    }

    @Test
    void shouldRefuseAServerThatIsNotTrustedAndNeverFallBack() throws Exception {
        try (SmallServer secure = new SmallServer(folder, freePort(), true, NODES_PER_CALL)) {
            secure.start();
            final OpcUaConfig config = OpcUaConfig.of("opc", secure.url(), pki, List.of());
            assertThatThrownBy(() -> Browse.run(config, Limits.STANDARD, (nodes, variables) -> {}, () -> false))
                    .isInstanceOf(ConnectFault.class)
                    .hasMessageContaining("not trusted")
                    .hasMessageContaining("move " + pki.resolve("rejected/certs"));
        }
        final OpcUaConfig wanted = OpcUaConfig.of("opc", server.url(), pki, List.of());
        assertThatThrownBy(() -> Browse.run(wanted, Limits.STANDARD, (nodes, variables) -> {}, () -> false))
                .isInstanceOf(ConnectFault.class)
                .hasMessageContaining("nothing less is used by itself");
    }

    private Survey browse(final Limits limits) throws Exception {
        return Browse.run(open(), limits, (nodes, variables) -> {}, () -> false, REFERENCES_PER_ANSWER);
    }

    private OpcUaConfig open() {
        return OpcUaConfig.of("opc", server.url(), pki, List.of())
                .withSecurity(OpcUaConfig.Security.NONE, OpcUaConfig.Policy.BASIC256_SHA256);
    }

    private static FoundMachine machine(final Survey survey, final String name) {
        return survey.machines().stream()
                .filter(machine -> machine.node().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<FoundNode> nodes(final Survey survey) {
        final List<FoundNode> nodes = new ArrayList<>();
        survey.root().forEach(nodes::add);
        return nodes;
    }

    private static String address(final String path) {
        return "nsu=" + CompanionModels.URI + ";s=" + path;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
