package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            trusted.map(Path::toFile).forEach(file -> assertThat(file.delete()).isTrue());
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
        assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
        assertThat(inlet.letters).isEmpty();
    }

    @Test
    void shouldFindItsNodesOnAServerThatWasKilledAndNumbersItsNamespacesAnew() throws Exception {
        connect();
        server.kill();
        final long downNs = SourceRig.nowNs();
        await("said within the bound")
                .atMost(Duration.ofSeconds(4))
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
                .containsExactly(new Fact.CounterReading(Measure.GOOD, true, 3_000));
        assertThat(states()).containsExactly(MachineState.HELD);
        assertThat(inlet.facts(Fact.SourceGap.class)).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.fromNs()).isLessThanOrEqualTo(downNs);
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(upNs);
        });
        assertThat(source.counters().reconnects().sum()).as("the fault did hit").isEqualTo(1);

        server.set("press1/Good", "UInt32", 4, T0_MS + 61_000);
        await().untilAsserted(() -> assertThat(good(PRESS)).containsExactly(3_000L, 4_000L));
    }

    @Test
    void shouldDeclareTheTimeOfAServerThatStoodStill() throws Exception {
        connect();
        inlet.events.clear();

        final long frozenNs = SourceRig.nowNs();
        server.freeze(true);
        await("said within the bound")
                .atMost(Duration.ofSeconds(5))
                .until(() -> inlet.of(Fact.ConnectionChanged.class).size() >= 2);
        server.setWhileFrozen("press1/State", "Int32", 11, T0_MS + 9_000);
        final long thawedNs = SourceRig.nowNs();
        server.freeze(false);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(states()).contains(MachineState.HELD));
        assertThat(inlet.facts(Fact.SourceGap.class)).isNotEmpty().first().satisfies(gap -> {
            assertThat(gap.fromNs()).isLessThanOrEqualTo(frozenNs + SourceRig.ns(100));
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(thawedNs);
        });
        assertThat(source.counters().reconnects().sum()).as("the fault did hit").isPositive();
        assertThat(good(PRESS)).as("read again, without evidence of a reset").containsOnly(100_000L);
        assertThat(inlet.facts(Fact.CounterReading.class)).noneMatch(Fact.CounterReading::reset);
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
        Files.createDirectories(pki.resolve("trusted/certs"));
        Files.write(
                pki.resolve("trusted/certs/server.der"), server.certificate().getEncoded());
    }

    private OpcUaConfig config() {
        final String byUri = "nsu=" + ForeignServer.NAMESPACE + ";s=";
        return OpcUaConfig.of(
                        "opc",
                        server.url(),
                        pki,
                        List.of(
                                new MachineSignals(
                                        PRESS,
                                        List.of(
                                                Signal.state(byUri + "press1/State", StateTable.PACKML),
                                                Signal.counter(byUri + "press1/Good", Measure.GOOD))),
                                new MachineSignals(
                                        MILL,
                                        List.of(Signal.counter("ns=" + PLANT_INDEX + ";s=mill1/Good", Measure.GOOD)))))
                .withUser("gateway", "open sesame")
                .withSubscription(50, 0, 64);
    }

    private SourceContext context() {
        return new SourceContext("gw", "opc", SourceRig::nowNs, inlet, Set.of(PRESS, MILL), 0);
    }

    private List<Long> good(final String machine) {
        return inlet.of(Fact.CounterReading.class).stream()
                .filter(event -> event.head().machine().equals(machine))
                .map(event -> ((Fact.CounterReading) event.fact()).valueMilli())
                .toList();
    }

    private List<MachineState> states() {
        return inlet.facts(Fact.StateChanged.class).stream()
                .map(Fact.StateChanged::state)
                .toList();
    }
}
