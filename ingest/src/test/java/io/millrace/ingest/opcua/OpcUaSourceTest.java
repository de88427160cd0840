package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OpcUaSourceTest {
    private static final String PRESS = "demo/berlin/press/line1/press1";
    private static final String MILL = "demo/berlin/mill/line2/mill1";
    private static final long T0_MS = 1_700_000_000_123L;

    @TempDir
    static Path serverFolder;

    @TempDir
    Path pki;

    private final RecordingInlet inlet = new RecordingInlet();
    private int port;
    private SmallServer server;
    private OpcUaSource source;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        Awaitility.setDefaultTimeout(Duration.ofSeconds(10));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void startServer() throws Exception {
        port = freePort();
        server = new SmallServer(serverFolder, port, true);
        server.set("press1/State", 6, T0_MS);
        server.set("press1/StopReason", "", T0_MS);
        server.set("press1/Good", 100L, T0_MS);
        server.set("mill1/State", 4, T0_MS);
        server.set("mill1/Order", "1001/0010", T0_MS);
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
    void shouldTakeValuesWithTheirSourceTime() {
        connect(config(server.url()), 0);

        server.set("press1/Good", 101L, T0_MS + 1_001);
        server.set("press1/Good", 102L, T0_MS + 2_002);

        await().untilAsserted(() -> assertThat(inlet.of(Fact.CounterReading.class))
                .extracting(event -> event.head().sourceTimeNs() / 1_000_000, event -> event.fact())
                .containsExactly(
                        tuple(
                                T0_MS, new Fact.CounterReading(Measure.GOOD, false, 100_000)),
                        tuple(
                                T0_MS + 1_001, new Fact.CounterReading(Measure.GOOD, false, 101_000)),
                        tuple(
                                T0_MS + 2_002, new Fact.CounterReading(Measure.GOOD, false, 102_000))));
        assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
        assertThat(inlet.of(Fact.OrderContext.class)).singleElement().satisfies(event -> {
            assertThat(event.head().machine()).isEqualTo(MILL);
            assertThat(event.head().source()).isEqualTo("opc");
        });
        assertThat(inlet.letters).isEmpty();
        assertThat(source.counters().notifications().sum()).isEqualTo(7);
    }

    @Test
    void shouldMakeOneFactOfStateAndReasonOfTheSameInstant() {
        connect(config(server.url()).withSubscription(300, 0, 64), 0);
        // Right after a report the next one is a whole interval away, so that both changes are in it.
        final long before = source.counters().notifications().sum();
        server.set("press1/Good", 101L, T0_MS + 1);
        await().until(() -> source.counters().notifications().sum() > before);
        inlet.events.clear();

        server.set("press1/State", 11, T0_MS + 5_000);
        server.set("press1/StopReason", "JAM", T0_MS + 5_000);

        await().untilAsserted(() -> assertThat(inlet.events).singleElement().satisfies(event -> {
            assertThat(event.fact()).isInstanceOfSatisfying(Fact.StateChanged.class, state -> {
                assertThat(state.state()).isEqualTo(MachineState.HELD);
                assertThat(state.reason()).isEqualTo("JAM");
            });
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(T0_MS + 5_000));
        }));
    }

    @Test
    void shouldSayUnknownForBadAndMarkUncertain() {
        connect(config(server.url()), 0);
        inlet.events.clear();

        server.set("press1/State", 6, T0_MS + 1_000, new StatusCode(StatusCodes.Bad_SensorFailure));
        server.set("press1/Good", 500L, T0_MS + 1_000, new StatusCode(StatusCodes.Bad_SensorFailure));
        server.set("mill1/Order", "1002/0010", T0_MS + 1_000, new StatusCode(StatusCodes.Uncertain_InitialValue));

        await().until(() -> inlet.events.size() >= 2);
        assertThat(inlet.facts(Fact.StateChanged.class))
                .extracting(Fact.StateChanged::state)
                .containsExactly(MachineState.UNKNOWN);
        assertThat(inlet.of(Fact.OrderContext.class))
                .extracting(event -> event.head().quality())
                .containsExactly(SignalQuality.UNCERTAIN);
        assertThat(inlet.of(Fact.CounterReading.class)).isEmpty();
        await().until(() -> source.counters().badValues().sum() == 2);
    }

    @Test
    void shouldResumeAfterAServerRestartAndDeclareTheOutage() throws Exception {
        connect(config(server.url()), 0);
        final long beforeNs = nowNs();
        inlet.events.clear();

        server.stop();
        final long downNs = nowNs();
        await().until(() -> !source.fault().isEmpty());
        server.set("press1/Good", 3L, T0_MS + 60_000);
        final long upNs = nowNs();
        server.start();

        await().until(() -> inlet.of(Fact.StateChanged.class).size() >= 2
                && !inlet.of(Fact.CounterReading.class).isEmpty());
        assertThat(inlet.of(Fact.SourceGap.class))
                .extracting(event -> event.head().machine())
                .containsExactlyInAnyOrder(PRESS, MILL);
        assertThat(inlet.facts(Fact.SourceGap.class)).allSatisfy(gap -> {
            assertThat(gap.fromNs()).isBetween(beforeNs - TimeUnit.SECONDS.toNanos(1), downNs);
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(upNs);
        });
        final long gapEnd = inlet.facts(Fact.SourceGap.class).get(0).toNs();
        assertThat(inlet.events.get(0).fact()).isInstanceOf(Fact.SourceGap.class);
        assertThat(inlet.of(Fact.StateChanged.class))
                .allSatisfy(event -> assertThat(event.head().sourceTimeNs()).isGreaterThanOrEqualTo(gapEnd));
        assertThat(inlet.of(Fact.CounterReading.class)).first().satisfies(event -> {
            assertThat(event.fact()).isEqualTo(new Fact.CounterReading(Measure.GOOD, true, 3_000));
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(T0_MS + 60_000));
        });
        assertThat(source.counters().reconnects().sum()).isEqualTo(1);
        assertThat(source.counters().gaps().sum()).isEqualTo(2);

        server.set("press1/Good", 4L, T0_MS + 61_000);
        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, false, 4_000)));
    }

    @Test
    void shouldNoticeAServerThatFellSilent() throws Exception {
        try (FreezingWire wire = new FreezingWire(port)) {
            connect(config("opc.tcp://127.0.0.1:" + wire.port() + "/plant"), 0);
            inlet.events.clear();

            final long frozenNs = nowNs();
            wire.freeze(true);
            await().atMost(Duration.ofSeconds(4)).until(() -> !source.fault().isEmpty());
            server.set("press1/State", 11, T0_MS + 9_000);
            wire.freeze(false);

            await().until(() -> inlet.facts(Fact.StateChanged.class).stream()
                    .anyMatch(state -> state.state() == MachineState.HELD));
            assertThat(inlet.facts(Fact.SourceGap.class)).isNotEmpty().first().satisfies(gap -> assertThat(gap.fromNs())
                    .isLessThanOrEqualTo(frozenNs + TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    @Test
    void shouldDeclareTheTimeSinceTheGatewayWasLastUp() {
        final long lastHeardNs = nowNs() - TimeUnit.HOURS.toNanos(1);
        connect(config(server.url()), lastHeardNs);

        assertThat(inlet.facts(Fact.SourceGap.class))
                .hasSize(2)
                .allSatisfy(gap -> assertThat(gap.fromNs()).isEqualTo(lastHeardNs));
        assertThat(inlet.facts(Fact.CounterReading.class))
                .as("the server was started after we last heard of it")
                .containsExactly(new Fact.CounterReading(Measure.GOOD, true, 100_000));
    }

    @Test
    void shouldDeclareAGapWhenTheServersQueueOverflows() {
        connect(config(server.url()).withSubscription(1_000, 0, 2), 0);
        final long before = source.counters().notifications().sum();
        server.set("press1/Good", 101L, T0_MS + 1);
        await().until(() -> source.counters().notifications().sum() > before);
        inlet.events.clear();

        for (int i = 0; i < 6; i++) {
            server.set("press1/Good", 200L + i, T0_MS + 1_000 + i);
        }

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, false, 205_000)));
        assertThat(inlet.of(Fact.SourceGap.class))
                .extracting(event -> event.head().machine())
                .containsExactly(PRESS);
        assertThat(inlet.facts(Fact.StateChanged.class))
                .as("the gap leaves the state unknown: it is said again")
                .extracting(Fact.StateChanged::state)
                .containsExactly(MachineState.EXECUTE);
        assertThat(source.counters().overflows().sum()).isPositive();
    }

    @Test
    void shouldLoseNothingWhileTheGatewayIsFull() {
        connect(config(server.url()), 0);
        inlet.events.clear();
        inlet.full = true;

        for (int i = 1; i <= 20; i++) {
            server.set("press1/Good", 100L + i, T0_MS + i);
        }
        await().pollDelay(Duration.ofMillis(500)).until(() -> inlet.events.isEmpty());
        inlet.full = false;

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .extracting(Fact.CounterReading::valueMilli)
                .containsExactlyElementsOf(Stream.iterate(101_000L, value -> value + 1_000)
                        .limit(20)
                        .toList()));
        assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
    }

    @Test
    void shouldNotLetABadNodeHarmTheOthers() {
        final MachineSignals press = new MachineSignals(
                PRESS,
                List.of(
                        Signal.counter(node("press1/Nothing"), Measure.SCRAP),
                        Signal.counter("nsu=urn:nowhere;s=Good", Measure.REWORK),
                        Signal.counter(node("press1/Good"), Measure.GOOD)));
        connect(
                OpcUaConfig.of("opc", server.url(), pki, List.of(press))
                        .withUser(SmallServer.USER, SmallServer.WORD)
                        .withSubscription(20, 0, 64),
                0);

        assertThat(inlet.facts(Fact.CounterReading.class))
                .containsExactly(new Fact.CounterReading(Measure.GOOD, false, 100_000));
    }

    @Test
    void shouldRefuseAServerThatIsNotTrustedUntilItIs() throws Exception {
        source = new OpcUaSource(config(server.url()), context(0));
        server.trust(ClientIdentity.loadOrCreate(pki, "urn:millrace:gateway:opc").certificate());
        source.start();

        await().until(() -> source.fault().contains("not trusted"));
        final Path rejected = onlyFile(pki.resolve("rejected/certs"));
        assertThat(source.fault()).contains(rejected.toString(), pki.resolve("trusted/certs").toString());
        assertThat(inlet.events).isEmpty();

        Files.move(rejected, pki.resolve("trusted/certs").resolve(rejected.getFileName()));
        await().until(source::isReady);
    }

    @Test
    void shouldNameAWrongPasswordAndKeepTrying() throws Exception {
        trustEachOther();
        source = new OpcUaSource(config(server.url()).withUser(SmallServer.USER, "guess"), context(0));
        source.start();

        await().untilAsserted(
                () -> assertThat(source.fault()).contains("refuses user 'gateway'", "check user name and password"));
        assertThat(source.fault()).doesNotContain("guess");
        assertThat(source.isReady()).isFalse();
    }

    @Test
    void shouldSayWhenTheServerDoesNotTrustUs() throws Exception {
        Files.createDirectories(pki.resolve("trusted/certs"));
        Files.write(pki.resolve("trusted/certs/server.der"), server.certificate().getEncoded());
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();

        await().untilAsserted(() -> assertThat(source.fault())
                .contains("does not accept our certificate", pki.resolve("own").toString()));
    }

    @Test
    void shouldNeverFallBackToNoSecurity() throws Exception {
        final int openPort = freePort();
        try (SmallServer open = new SmallServer(serverFolder, openPort, false)) {
            open.start();
            source = new OpcUaSource(config(open.url()), context(0));
            source.start();

            await().untilAsserted(() -> assertThat(source.fault())
                    .contains("Basic256Sha256 SignAndEncrypt is not offered", "which has None"));
            assertThat(inlet.events).isEmpty();
        }
    }

    private void connect(final OpcUaConfig config, final long lastHeardNs) {
        try {
            trustEachOther();
        } catch (final Exception failed) {
            throw new IllegalStateException(failed);
        }
        source = new OpcUaSource(config, context(lastHeardNs));
        source.start();
        await("ready").untilAsserted(() -> assertThat(source.isReady())
                .as(() -> "fault: " + source.fault())
                .isTrue());
    }

    private void trustEachOther() throws Exception {
        server.trust(ClientIdentity.loadOrCreate(pki, "urn:millrace:gateway:opc").certificate());
        Files.createDirectories(pki.resolve("trusted/certs"));
        Files.write(pki.resolve("trusted/certs/server.der"), server.certificate().getEncoded());
    }

    private OpcUaConfig config(final String url) {
        return OpcUaConfig.of(
                        "opc",
                        url,
                        pki,
                        List.of(
                                new MachineSignals(
                                        PRESS,
                                        List.of(
                                                Signal.state(node("press1/State"), StateTable.PACKML),
                                                Signal.of(node("press1/StopReason"), Signal.Kind.REASON),
                                                Signal.counter(node("press1/Good"), Measure.GOOD))),
                                new MachineSignals(
                                        MILL,
                                        List.of(
                                                Signal.state(node("mill1/State"), StateTable.PACKML),
                                                Signal.of(node("mill1/Order"), Signal.Kind.ORDER)))))
                .withUser(SmallServer.USER, SmallServer.WORD)
                .withSubscription(20, 0, 64);
    }

    private SourceContext context(final long lastHeardNs) {
        return new SourceContext("gw", "opc", OpcUaSourceTest::nowNs, inlet, Set.of(PRESS, MILL), lastHeardNs);
    }

    private static String node(final String name) {
        return "nsu=" + SmallServer.NAMESPACE + ";s=" + name;
    }

    private static long ns(final long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private static long nowNs() {
        return ns(System.currentTimeMillis());
    }

    private static Path onlyFile(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
