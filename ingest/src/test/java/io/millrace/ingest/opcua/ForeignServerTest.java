package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.opcua.browse.Browse;
import io.millrace.ingest.opcua.browse.FoundSignal;
import io.millrace.ingest.opcua.browse.Limits;
import io.millrace.ingest.opcua.browse.Survey;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against node-opcua: nothing here may rest on how Milo's own server behaves. */
class ForeignServerTest {
    private static final String PRESS = "demo/berlin/press/line1/press1";
    private static final String MILL = "demo/berlin/mill/line2/mill1";
    private static final long T0_MS = 1_700_000_000_123L;
    /** Of a server that renumbers nothing: 0 is the standard's, 1 its own. */
    private static final int PLANT_INDEX = 2;

    @TempDir
    static Path pki;

    @TempDir
    static Path serverFolder;

    private final RecordingInlet inlet = new RecordingInlet();
    private ForeignServer server;
    private OpcUaSource source;

    @BeforeAll
    static void mayBeSkipped() {
        SourceRig.quiet();
        final Optional<String> missing = ForeignServer.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    @BeforeEach
    void start() throws Exception {
        server = new ForeignServer(serverFolder);
        server.set("press1/State", "Int32", 6, T0_MS);
        server.set("press1/Good", "UInt32", 100, T0_MS);
        server.set("mill1/Good", "UInt32", 7, T0_MS);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    @Test
    void shouldListenAfterFirstContact() throws Exception {
        try (Stream<Path> trusted = Files.list(Files.createDirectories(pki.resolve("trusted/certs")))) {
            for (final Path file : trusted.toList()) {
                Files.delete(file);
            }
        }
        source = new OpcUaSource(config(), context());
        source.start();
        await().until(() -> source.fault().contains("not trusted"));
        trust();
        await().until(source::isReady);

        server.set("press1/Good", "UInt32", 101, T0_MS + 1_000);
        server.set("press1/State", "Int32", 11, T0_MS + 2_000);

        await().untilAsserted(() -> assertThat(good(PRESS)).containsExactly(100_000L, 101_000L));
        await().untilAsserted(() -> assertThat(states()).containsExactly(MachineState.EXECUTE, MachineState.HELD));
        assertThat(inlet.of(Fact.StateChanged.class))
                .last()
                .satisfies(event -> assertThat(event.head().sourceTimeNs()).isEqualTo(SourceRig.ns(T0_MS + 2_000)));
        assertThat(inlet.letters).isEmpty();
    }

    @Test
    void shouldFindItsNodesOnAServerThatWasKilledAndNumbersItsNamespacesAnew() throws Exception {
        connect();
        server.kill();
        final long downNs = SourceRig.nowNs();
        await("the loss is said")
                .until(() -> inlet.of(Fact.ConnectionChanged.class).size() >= 2);
        inlet.events.clear();
        server.with("namespacesBefore", 3);
        server.set("press1/State", "Int32", 11, T0_MS + 60_000);
        server.set("press1/Good", "UInt32", 3, T0_MS + 60_000);
        final long upNs = SourceRig.nowNs();
        server.start();

        await().untilAsserted(() -> assertThat(good(PRESS)).containsExactly(3_000L));
        assertThat(inlet.facts(Fact.CounterReading.class))
                .as(
                        "a server that was started anew is evidence of a reset; the mill is addressed by number and is lost")
                .first()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, true, 3_000));
        assertThat(states()).containsExactly(MachineState.HELD);
        assertThat(good(MILL)).as("addressed by number: the numbers did change").isEmpty();
        assertThat(inlet.facts(Fact.SourceGap.class)).isNotEmpty().first().satisfies(gap -> {
            assertThat(gap.fromNs()).isLessThanOrEqualTo(downNs);
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(upNs);
        });
        assertThat(source.counters().reconnects().sum()).as("the fault did hit").isPositive();

        server.set("press1/Good", "UInt32", 4, T0_MS + 61_000);
        await().untilAsserted(() -> assertThat(good(PRESS)).containsExactly(3_000L, 4_000L));
    }

    @Test
    void shouldDeclareTheTimeOfAServerThatStoodStill() throws Exception {
        connect();
        inlet.events.clear();

        final long frozenNs = SourceRig.nowNs();
        server.freeze(true);
        await("the loss is said")
                .until(() -> inlet.of(Fact.ConnectionChanged.class).size() >= 2);
        server.setWhileFrozen("press1/State", "Int32", 11, T0_MS + 9_000);
        final long thawedNs = SourceRig.nowNs();
        server.freeze(false);

        await().untilAsserted(() -> assertThat(states()).contains(MachineState.HELD));
        assertThat(inlet.facts(Fact.SourceGap.class)).isNotEmpty().first().satisfies(gap -> {
            assertThat(gap.fromNs()).isLessThanOrEqualTo(frozenNs + SourceRig.ns(100));
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(thawedNs);
        });
        assertThat(source.counters().reconnects().sum()).as("the fault did hit").isPositive();
        assertThat(good(PRESS)).as("read again, without evidence of a reset").containsOnly(100_000L);
        assertThat(inlet.facts(Fact.CounterReading.class)).noneMatch(Fact.CounterReading::reset);
    }

    @Test
    void shouldTakeMembersOfStructuresAndNamesOfEnumerations() throws Exception {
        server.close();
        server = new ForeignServer(serverFolder).with("packML", true);
        server.tell(
                "count",
                "{\"counts\": \"ProdProcessedCount\", \"values\": [{\"count\": 1, \"accCount\": 41}, {\"accCount\": 7}]}");
        server.tell("reason", "{\"reason\": {\"id\": 4, \"message\": \"JAM\"}}");
        server.tell(
                "mode", "{\"node\": \"press1/Why\", \"type\": \"Int32\", \"dataType\": \"ServerState\", \"value\": 1}");
        server.set("press1/Parts", "Int32", List.of(5, 6), T0_MS);
        server.start();
        trust();
        final Survey survey =
                Browse.run(config(List.of()), new Limits("i=85", 20_000, 20), (nodes, variables) -> {}, () -> false);
        final List<Signal> found = survey.machines().get(0).signals().stream()
                .map(FoundSignal::signal)
                .toList();
        assertThat(found)
                .extracting(Signal::kind, Signal::measure, Signal::member)
                .contains(
                        tuple(Signal.Kind.COUNTER, Measure.TOTAL, "[0].AccCount"),
                        tuple(Signal.Kind.REASON, Measure.GOOD, "ID"));
        final String byUri = "nsu=" + ForeignServer.NAMESPACE + ";s=";
        final Signal total = found.stream()
                .filter(signal -> signal.kind() == Signal.Kind.COUNTER)
                .findFirst()
                .orElseThrow();
        final List<Signal> signals = List.of(
                total,
                Signal.counter(total.address(), Measure.REWORK).withMember("[1].AccCount"),
                Signal.counter(total.address(), Measure.SCRAP).withMember("[0].Nothing"),
                Signal.counter(byUri + "press1/Parts", Measure.GOOD).withMember("[1]"),
                Signal.of(byUri + "press1/Why", Signal.Kind.REASON).withNames());
        source = new OpcUaSource(config(List.of(new MachineSignals(PRESS, signals))), context());
        source.start();

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .contains(
                        new Fact.CounterReading(Measure.TOTAL, false, 41_000),
                        new Fact.CounterReading(Measure.REWORK, false, 7_000),
                        new Fact.CounterReading(Measure.GOOD, false, 6_000)));
        await().untilAsserted(() -> assertThat(inlet.facts(Fact.StateChanged.class))
                .extracting(Fact.StateChanged::reason)
                .contains("Failed"));
        await().untilAsserted(() -> assertThat(inlet.letters)
                .extracting(DeadLetter::detail)
                .anySatisfy(detail -> assertThat(detail).contains("no member Nothing", "AccCount")));

        server.tell("count", "{\"counts\": \"ProdProcessedCount\", \"values\": [{\"count\": 2, \"accCount\": 42}]}");
        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .contains(new Fact.CounterReading(Measure.TOTAL, false, 42_000)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFillAGapFromTheServersHistoryIfItShall(final boolean fill) throws Exception {
        server.close();
        server = new ForeignServer(serverFolder).with("history", true);
        final long startMs = System.currentTimeMillis() - 60_000;
        server.set("press1/State", "Int32", 6, startMs);
        server.set("press1/Good", "UInt32", 100, startMs);
        server.start();
        trust();
        final OpcUaConfig config = config(config().machines().subList(0, 1));
        try (FreezingWire wire = new FreezingWire(server.port())) {
            final OpcUaConfig behind = OpcUaConfig.of(
                            "opc", "opc.tcp://127.0.0.1:" + wire.port() + "/plant", pki, config.machines())
                    .withUser(config.user())
                    .withSubscription(50, Monitoring.STANDARD);
            source = new OpcUaSource(fill ? behind.withHistory(3_600_000) : behind, context());
            source.start();
            await().until(source::isReady);
            wire.freeze(true);
            await("the loss is said")
                    .until(() -> !inlet.of(Fact.ConnectionChanged.class).isEmpty());
            inlet.events.clear();
            final long heldMs = System.currentTimeMillis();
            server.set("press1/State", "Int32", 11, heldMs);
            server.set("press1/Good", "UInt32", 150, heldMs + 1);
            server.set("press1/State", "Int32", 6, heldMs + 2);
            wire.freeze(false);

            await().untilAsserted(() -> assertThat(good(PRESS)).contains(150_000L));
            await().untilAsserted(() -> assertThat(states()).contains(MachineState.EXECUTE));
            if (fill) {
                assertThat(inlet.of(Fact.StateChanged.class))
                        .as("what happened unheard, at its own time")
                        .anySatisfy(event -> {
                            assertThat(event.head().sourceTimeNs()).isEqualTo(SourceRig.ns(heldMs));
                            assertThat(((Fact.StateChanged) event.fact()).state())
                                    .isEqualTo(MachineState.HELD);
                        });
                assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
            } else {
                assertThat(states()).as("without it").doesNotContain(MachineState.HELD);
                assertThat(inlet.of(Fact.SourceGap.class)).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OpcUaConfig.Policy.class)
    void shouldTalkByEveryPolicy(final OpcUaConfig.Policy policy) throws Exception {
        trust();
        source = new OpcUaSource(config().withSecurity(OpcUaConfig.Security.SIGN_AND_ENCRYPT, policy), context());
        source.start();

        await().untilAsserted(() -> assertThat(good(PRESS)).containsExactly(100_000L));
    }

    private void connect() throws Exception {
        trust();
        source = new OpcUaSource(config(), context());
        source.start();
        await("ready").untilAsserted(() -> assertThat(source.isReady())
                .as(() -> "fault: " + source.fault())
                .isTrue());
        assertThat(good(MILL)).as("by the number that it has now").containsExactly(7_000L);
    }

    private void trust() throws Exception {
        SourceRig.trust(pki, "server.der", server.certificate());
    }

    private OpcUaConfig config(final List<MachineSignals> machines) {
        return OpcUaConfig.of("opc", server.url(), pki, machines)
                .withUser(new OpcUaUser.Named("gateway", "open sesame"))
                .withSubscription(50, Monitoring.STANDARD);
    }

    private OpcUaConfig config() {
        final String byUri = "nsu=" + ForeignServer.NAMESPACE + ";s=";
        return config(List.of(
                new MachineSignals(
                        PRESS,
                        List.of(
                                Signal.state(byUri + "press1/State", StateTable.PACKML),
                                Signal.counter(byUri + "press1/Good", Measure.GOOD))),
                new MachineSignals(
                        MILL, List.of(Signal.counter("ns=" + PLANT_INDEX + ";s=mill1/Good", Measure.GOOD)))));
    }

    private SourceContext context() {
        return new SourceContext("gw", "opc", SourceRig::nowNs, inlet, Set.of(PRESS, MILL), 0);
    }

    private List<Long> good(final String machine) {
        return inlet.of(Fact.CounterReading.class).stream()
                .filter(event -> event.head().machine().equals(machine))
                .map(event -> ((Fact.CounterReading) event.fact()).valueMilli())
                .distinct()
                .toList();
    }

    private List<MachineState> states() {
        return inlet.facts(Fact.StateChanged.class).stream()
                .map(Fact.StateChanged::state)
                .filter(state -> state != MachineState.UNKNOWN)
                .distinct()
                .toList();
    }
}
