package io.millrace.ingest.shdr.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.machine.InMemoryHistory;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs;
import io.millrace.core.plant.Definitions;
import io.millrace.ingest.files.CollectingInlet;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig.Times;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an adapter on a real port. Both clocks are the test's: only what it does lets time pass. */
@Timeout(60)
class ShdrTcpSourceTest {
    private static final String MACHINE = "acme/berlin/mill/line1/mazak1";
    private static final String PONG = "* PONG 10000";
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long SILENCE_MS = 600_000;

    private final CollectingInlet inlet = new CollectingInlet(true);
    private final AtomicLong clockNs = new AtomicLong(ns("2026-01-31T12:00:00Z"));
    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();

    @Test
    void shouldTakeTheGreetingFromNowOnAndChangesAtTheirOwnTimes() throws Exception {
        try (Adapter adapter = new Adapter(
                        0,
                        PONG,
                        "* adapterVersion: 2.0",
                        "2025-12-24T18:00:00Z|execution|READY|load|7",
                        "2025-12-24T18:00:00Z|parts|5|program|1001/0010");
                ShdrTcpSource source = start(adapter, Times.SOURCE, 0)) {
            await().until(() -> said().size() == 3);
            adapter.say(
                    "2026-01-31T12:00:01.5Z|execution|ACTIVE|parts|6",
                    "2026-01-31T12:00:02Z|servo|FAULT|1|HIGH|LOW|text",
                    "2026-01-31T12:00:03Z|execution|UNAVAILABLE|parts|UNAVAILABLE|program|UNAVAILABLE");
            await().until(() -> said().size() == 6);

            assertThat(source.isReady()).isTrue();
            assertThat(said())
                    .containsExactly(
                            "12:00:00 StateChanged[state=IDLE, mode=UNKNOWN, nativeState=READY, reason=]",
                            "12:00:00 OrderContext[transition=STARTED, cancelled=false, revision=0, order=1001,"
                                    + " operation=0010]",
                            "12:00:00 CounterReading[measure=GOOD, reset=false, valueMilli=5000]",
                            "12:00:01.500 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=ACTIVE, reason=]",
                            "12:00:01.500 CounterReading[measure=GOOD, reset=false, valueMilli=6000]",
                            "12:00:03 StateChanged[state=UNKNOWN, mode=UNKNOWN, nativeState=, reason=]");
            assertThat(inlet.letters()).isEmpty();
        }
    }

    @Test
    void shouldPassOverAssetsAndMakeLettersOfWhatIsBad() throws Exception {
        try (Adapter adapter = new Adapter(0, PONG);
                ShdrTcpSource source = start(adapter, Times.SOURCE, 0)) {
            await().until(source::isReady);
            adapter.say(
                    "2026-01-31T12:00:00Z|@ASSET@|T1|CuttingTool|--multiline--AB12",
                    "<CuttingTool>",
                    "<a>2026|execution|ACTIVE</a>",
                    "--multiline--AB12",
                    "2026-01-31T12:00:01Z|@REMOVE_ASSET@|T1",
                    "nonsense",
                    "12345.5|execution|ACTIVE",
                    "2026-01-31T12:00:02Z|parts|many|execution|READY",
                    "x".repeat(2_000),
                    "2026-01-31T12:00:03Z|@ASSET@|T2|CuttingTool|--multiline--CD34",
                    "<CuttingTool>",
                    "|execution|ACTIVE",
                    "2026-01-31T12:00:04Z|execution|STOPPED|parts",
                    "");
            await().until(() -> source.counters().refused().sum() == 6);

            assertThat(inlet.letters().stream().map(letter -> letter.reason() + " " + letter.detail()))
                    .satisfiesExactly(
                            no -> assertThat(no).startsWith("UNDECODABLE no key"),
                            no -> assertThat(no).startsWith("UNDECODABLE").contains("set time: relative"),
                            no -> assertThat(no).startsWith("IMPOSSIBLE_VALUE").contains("many"),
                            no -> assertThat(no).startsWith("TOO_LARGE"),
                            no -> assertThat(no).startsWith("UNDECODABLE").contains("--multiline--CD34"),
                            no -> assertThat(no).startsWith("UNDECODABLE").contains("key parts has no value"));
            assertThat(said()).last().asString().startsWith("12:00:04 StateChanged[state=STOPPED");
        }
    }

    @Test
    void shouldReadTimesThatAreMissingRelativeOrWrong() throws Exception {
        try (Adapter adapter = new Adapter(0, PONG, "5000|execution|READY", "7500.5|execution|ACTIVE");
                ShdrTcpSource source = start(adapter, Times.RELATIVE, 0)) {
            await().until(() -> said().size() == 2);
            assertThat(source.counters().connections().sum()).isEqualTo(1);
            adapter.say("100|execution|STOPPED");
            await().until(() -> said().size() == 3);
        }
        try (Adapter adapter = new Adapter(0, PONG, "|execution|READY");
                ShdrTcpSource source = start(adapter, Times.SOURCE, 0)) {
            await().until(() -> said().size() == 4);
            assertThat(source.isReady()).isTrue();
        }
        try (Adapter adapter = new Adapter(0, PONG, "1999-01-01T00:00:00Z|execution|ACTIVE");
                ShdrTcpSource source = start(adapter, Times.GATEWAY, 0)) {
            await().until(() -> said().size() == 5);
            assertThat(source.counters().refused().sum()).isZero();
        }

        assertThat(said().stream().map(text -> text.substring(0, text.indexOf(' '))))
                .containsExactly("12:00:00", "12:00:02.500500", "12:00:00", "12:00:00", "12:00:00");
    }

    @Test
    void shouldDeclareAGapWhenTheAdapterWasKilledAndTakeItsGreetingAnew() throws Exception {
        killAndStartAgain("2026-01-31T11:00:00Z", 60);

        assertThat(said().subList(3, said().size()))
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("12:00:00.000000001 ConnectionChanged[connected=false"),
                        text -> assertThat(text).startsWith("12:01:00 ConnectionChanged[connected=true"),
                        text -> assertThat(text)
                                .startsWith("12:01:00 SourceGap[fromNs=" + ns("2026-01-31T12:00:00Z") + ", toNs="
                                        + ns("2026-01-31T12:01:00Z")),
                        text -> assertThat(text).startsWith("12:00:30 CounterReading"),
                        text -> assertThat(text).startsWith("12:01:00 StateChanged[state=EXECUTE"));
    }

    /** Also where its clock is ahead, so that its last state lies behind the moment in which it was heard last. */
    @ParameterizedTest(name = "state set at {0}, away for {1} s")
    @CsvSource({
        "2026-01-31T11:00:00Z, 60, 60",
        "2026-01-31T12:00:00Z, 60, 60",
        "2026-01-31T12:00:20Z, 60, 60",
        "2026-01-31T12:00:20Z, 10, 100"
    })
    void shouldNotTakeAMachineForRunningWhileItsAdapterIsDead(
            final String setAt, final long awayS, final long runningUntilTwoMinutesLater) throws Exception {
        killAndStartAgain(setAt, awayS);

        assertThat(executing(said -> true)).isEqualTo(runningUntilTwoMinutesLater);
    }

    /** The twin: without what declares the loss, the dead adapter's machine is believed to have run on. */
    @Test
    void shouldTakeItForRunningWhereTheLossIsNotDeclared() throws Exception {
        killAndStartAgain("2026-01-31T11:00:00Z", 60);

        assertThat(executing(said -> !(said instanceof Fact.ConnectionChanged || said instanceof Fact.SourceGap)))
                .isEqualTo(120);
    }

    /** Is heard from 12:00 on, is killed there, and greets when it was away for a while. */
    private void killAndStartAgain(final String stateSetAt, final long awayS) throws Exception {
        final int port;
        final ShdrTcpSource source;
        try (Adapter adapter = new Adapter(0, PONG, stateSetAt + "|execution|ACTIVE|parts|5|program|1001/0010")) {
            port = adapter.port();
            source = start(adapter, Times.SOURCE, 0);
            await().until(() -> said().size() == 3 && adapter.pings() > 0);
            adapter.kill();
            await().until(() -> said().stream().anyMatch(text -> text.contains("connected=false")));
        }
        try (source) {
            clockNs.addAndGet(awayS * NS_PER_S);
            try (Adapter restarted = new Adapter(
                    port, PONG, "2026-01-31T12:00:30Z|parts|9", stateSetAt + "|execution|ACTIVE|program|1001/0010")) {
                passTimeUntil(() -> said().size() >= 8);
                assertThat(restarted.connections()).isEqualTo(1);
            }
        }
    }

    /** Seconds of EXECUTE on the machine's account at 12:02, if only these facts had been said. */
    private long executing(final Predicate<Fact> isSaid) {
        final Map<Long, Outputs.StateInterval> intervals = new TreeMap<>();
        final Outputs out = (Outputs) Proxy.newProxyInstance(
                Outputs.class.getClassLoader(), new Class<?>[] {Outputs.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof Outputs.StateInterval interval) {
                        intervals.put(interval.fromNs(), interval);
                    }
                    return null;
                });
        final Definitions definitions = new Definitions();
        definitions.apply(Fact.MachineDefined.of(MACHINE, Authority.COUNTER, 0, 0, 0, 0));
        final MachineAccount account = new MachineAccount(MACHINE);
        final InMemoryHistory history = new InMemoryHistory();
        inlet.messages().stream()
                .flatMap(List::stream)
                .filter(event -> isSaid.test(event.fact()))
                .forEach(event -> account.apply(event, definitions, history, out));
        final long endNs = ns("2026-01-31T12:02:00Z");
        final EventHead head = EventHead.of("gw", "gateway", MACHINE, endNs, endNs);
        account.apply(new Event(head, new Fact.Tick()), definitions, history, out);
        final long ns = intervals.values().stream()
                .filter(interval -> !interval.withdrawn() && interval.state() == MachineState.EXECUTE)
                .mapToLong(interval -> interval.toNs() - interval.fromNs())
                .sum();
        return Math.round((double) ns / NS_PER_S);
    }

    @Test
    void shouldNoticeAnAdapterThatIsStalled() throws Exception {
        try (Adapter adapter = new Adapter(0, PONG, "2026-01-31T12:00:00Z|execution|ACTIVE");
                ShdrTcpSource source = start(adapter, Times.SOURCE, 0)) {
            await().until(() -> said().size() == 1 && adapter.pings() == 1);
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(10));
            await().until(() -> adapter.pings() == 2);
            adapter.stall(true);
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(21));
            await().until(() -> source.counters().silences().sum() == 1);
            await().until(() -> said().size() == 2);
            assertThat(said().get(1)).contains("connected=false").contains("said nothing for 20000 ms");

            passTimeUntil(() ->
                    adapter.connections() > 1 && source.counters().silences().sum() > 1);
            adapter.stall(false);
            adapter.greetWith("2026-01-31T12:00:40Z|execution|READY");
            passTimeUntil(() -> said().stream().anyMatch(text -> text.contains("state=IDLE")));
            assertThat(said()).anyMatch(text -> text.contains("SourceGap"));
        }
    }

    /** The twin: an adapter without heartbeat is stalled for as long, and nobody knows. */
    @Test
    void shouldNotNoticeThatAnAdapterWithoutHeartbeatIsStalledBeforeItsTime() throws Exception {
        try (Adapter adapter = new Adapter(0, "", "2026-01-31T12:00:00Z|execution|ACTIVE");
                ShdrTcpSource source = start(adapter, Times.SOURCE, 0)) {
            await().until(() -> said().size() == 1 && adapter.pings() == 1);
            adapter.stall(true);
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(21));
            final long looksBefore = looks.get();
            await().until(() -> looks.get() > looksBefore + 5);
            assertThat(source.counters().silences().sum()).isZero();
            assertThat(said()).as("it is still believed to run").hasSize(1);

            nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(SILENCE_MS));
            await().until(() -> source.counters().silences().sum() == 1);
        }
    }

    @Test
    void shouldDeclareTheTimeInWhichTheGatewayWasNotThere() throws Exception {
        try (Adapter adapter =
                        new Adapter(0, PONG, "2026-01-31T11:59:00Z|parts|9", "2026-01-30T00:00:00Z|execution|ACTIVE");
                ShdrTcpSource source = start(adapter, Times.SOURCE, ns("2026-01-31T11:30:00Z"))) {
            await().until(() -> said().size() == 3);

            assertThat(source.counters().gaps().sum()).isEqualTo(1);
            assertThat(said().get(0))
                    .startsWith("12:00:00 SourceGap[fromNs=" + ns("2026-01-31T11:30:00Z"))
                    .contains("the gateway was not running");
            assertThat(said().get(1)).startsWith("11:59:00 CounterReading");
            assertThat(said().get(2)).startsWith("12:00:00 StateChanged");
        }
    }

    @Test
    void shouldGoOnTryingWhereNobodyListens() throws Exception {
        final int port;
        try (Adapter gone = new Adapter(0, PONG)) {
            port = gone.port();
        }
        try (ShdrTcpSource source = start(port, Times.SOURCE, 0)) {
            try (Adapter late = new Adapter(port, PONG, "2026-01-31T12:00:00Z|execution|ACTIVE")) {
                passTimeUntil(source::isReady);
                assertThat(late.connections()).isEqualTo(1);
            }
        }
        assertThat(said().get(0)).as("what was never known has no gap").contains("StateChanged");
    }

    /** Lets back-off and silence pass a quarter of a second at a time. */
    private void passTimeUntil(final Callable<Boolean> isSo) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
                    return isSo.call();
                });
    }

    private ShdrTcpSource start(final Adapter adapter, final Times times, final long lastHeardNs) {
        return start(adapter.port(), times, lastHeardNs);
    }

    private ShdrTcpSource start(final int port, final Times times, final long lastHeardNs) {
        final ShdrTcpConfig config = new ShdrTcpConfig(
                "mazak",
                "127.0.0.1",
                port,
                List.of(new MachineSignals(
                        MACHINE,
                        List.of(
                                Signal.state("execution", StateTable.MTCONNECT),
                                Signal.of("program", Signal.Kind.ORDER),
                                Signal.counter("parts", Measure.GOOD)))),
                times,
                SILENCE_MS,
                1_000,
                1_000);
        final ShdrTcpSource source = new ShdrTcpSource(
                config,
                new SourceContext("gw", "mazak", clockNs::get, inlet, Set.of(MACHINE), lastHeardNs),
                this::look);
        source.start();
        return source;
    }

    private long look() {
        looks.incrementAndGet();
        return nanoTime.get();
    }

    /** Each event as the time of day and its fact. */
    private List<String> said() {
        return inlet.messages().stream()
                .flatMap(List::stream)
                .map(event -> time(event) + " " + (event.fact() instanceof Fact.Tick ? "" : event.fact()))
                .toList();
    }

    private static String time(final Event event) {
        final long ns = event.head().sourceTimeNs();
        final String text = Instant.ofEpochSecond(ns / NS_PER_S, ns % NS_PER_S).toString();
        return text.substring(11, text.length() - 1);
    }

    private static long ns(final String time) {
        final Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * NS_PER_S + instant.getNano();
    }
}
