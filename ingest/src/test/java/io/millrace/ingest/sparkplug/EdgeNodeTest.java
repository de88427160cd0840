package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.aliased;
import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Fact.OrderContext;
import io.millrace.core.event.Fact.SourceGap;
import io.millrace.core.event.Fact.StateChanged;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An edge node's messages, stepped by hand, and the events they become. Times in the tests are milliseconds. */
class EdgeNodeTest {
    private static final String MILL1 = "demo/berlin/mill/line2/mill1";
    private static final String LINE2 = "demo/berlin/mill/line2/line2";

    private final CollectingInlet inlet = new CollectingInlet();
    private final SparkplugCounters counters = new SparkplugCounters();
    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
    private final List<String> requests = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final EdgeNode node = node();
    private long nowMs = 10_000;
    private int seq;

    @Test
    void shouldReadABirthAsOneMessageWithEvidenceOfAReset() throws MalformedPayloadException {
        born(5_000);

        assertThat(inlet.messages).hasSize(1);
        assertThat(inlet.facts())
                .containsExactlyInAnyOrder(
                        new StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", ""),
                        new OrderContext(Transition.STARTED, false, 0, "1002", "0010"),
                        new CounterReading(Measure.GOOD, true, 100_000));
        assertThat(inlet.events()).allSatisfy(event -> {
            assertThat(event.head().machine()).isEqualTo(MILL1);
            assertThat(event.head().gateway()).isEqualTo("gw");
            assertThat(event.head().source()).isEqualTo("spb");
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(5_000));
            assertThat(event.head().gatewayTimeNs()).isEqualTo(ns(nowMs));
        });
    }

    @Test
    @DisplayName(
            "Data carries aliases only; name and datatype come with the birth [tck-id-payloads-alias-data-cmd-requirement]")
    void shouldReadDataByAlias() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(
                        6_000,
                        seq(),
                        aliased(1).intValue(-1),
                        aliased(3).time(6_001).longValue(101)));

        assertThat(inlet.messages).hasSize(1);
        assertThat(inlet.events().get(0).head().sourceTimeNs())
                .as("the payload's time")
                .isEqualTo(ns(6_000));
        assertThat(inlet.events().get(0).fact())
                .isEqualTo(new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "-1", ""));
        assertThat(inlet.events().get(1).head().sourceTimeNs())
                .as("the metric's time")
                .isEqualTo(ns(6_001));
        assertThat(inlet.events().get(1).fact()).isEqualTo(new CounterReading(Measure.GOOD, false, 101_000));
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldReadDataByNameWhereTheBirthGaveNoAlias() throws MalformedPayloadException {
        send(Type.NBIRTH, "", payload(nowMs, seq(), metric().name("bdSeq").longValue(1)));
        send(
                Type.DBIRTH,
                "mill1",
                payload(5_000, seq(), metric().name("Good").type(4).longValue(1)));
        send(Type.DDATA, "mill1", payload(6_000, seq(), metric().name("Good").longValue(2)));

        assertThat(inlet.facts(CounterReading.class))
                .containsExactly(
                        new CounterReading(Measure.GOOD, true, 1_000), new CounterReading(Measure.GOOD, false, 2_000));
    }

    @Test
    void shouldTakeWhatItKnowsAndAskForARebirthOnAnUnknownAlias() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(6_000, seq(), aliased(77).longValue(1), aliased(3).longValue(101)));

        assertThat(inlet.facts()).containsExactly(new CounterReading(Measure.GOOD, false, 101_000));
        assertThat(requests).containsExactly("Berlin/line2: unknown alias of Berlin/line2/mill1");
    }

    @Test
    void shouldSayStateAndLaterReasonAsTheyWereSaidLive() throws MalformedPayloadException {
        nodeBorn();
        send(
                Type.DBIRTH,
                "mill1",
                payload(
                        9_000,
                        seq(),
                        named("StopReason", 2, DataType.STRING).time(7_000).text("JAM"),
                        named("Mode", 5, DataType.INT32).time(1_000).intValue(1),
                        named("State", 1, DataType.INT32).time(6_000).intValue(11)));

        assertThat(inlet.facts())
                .containsExactly(
                        new StateChanged(MachineState.HELD, Mode.PRODUCTION, "11", ""),
                        new StateChanged(MachineState.HELD, Mode.PRODUCTION, "11", "JAM"));
        assertThat(inlet.events())
                .extracting(event -> event.head().sourceTimeNs())
                .containsExactly(ns(6_000), ns(7_000));
    }

    @Test
    void shouldGiveStoredValuesTheirOwnTimeAndKeepThemFromTheCurrentState() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(
                        6_000,
                        seq(),
                        aliased(1).time(4_000).historical().intValue(2),
                        aliased(3).time(4_000).historical().longValue(90)));
        send(Type.DDATA, "mill1", payload(6_500, seq(), aliased(2).text("R1")));

        assertThat(inlet.facts())
                .containsExactly(
                        new StateChanged(MachineState.STOPPED, Mode.UNKNOWN, "2", ""),
                        new CounterReading(Measure.GOOD, false, 90_000),
                        new StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", "R1"));
        assertThat(inlet.events())
                .extracting(event -> event.head().sourceTimeNs())
                .containsExactly(ns(4_000), ns(4_000), ns(6_500));
    }

    @Test
    void shouldNotInventAStateForAStoredReason() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(6_000, seq(), aliased(2).time(4_000).historical().text("R1")));

        assertThat(inlet.messages).isEmpty();
    }

    @Test
    void shouldReadNullAsNoValueAndNeverAsNoOrder() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(
                        6_000,
                        seq(),
                        aliased(1).isNull(),
                        aliased(3).isNull(),
                        aliased(4).isNull()));

        assertThat(inlet.facts()).containsExactly(new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
    }

    @Test
    void shouldNotStoreTransientValues() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(Type.DDATA, "mill1", payload(6_000, seq(), aliased(3).isTransient().longValue(5)));

        assertThat(inlet.messages).isEmpty();
    }

    @Test
    void shouldNotLetOneImpossibleCounterTakeTheRestOfItsMessage() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        final byte[] bytes = payload(
                6_000,
                seq(),
                aliased(3).longValue(-4),
                aliased(1).intValue(2),
                aliased(4).text("1003/0020"));
        send(Type.DDATA, "mill1", bytes);

        assertThat(inlet.facts())
                .containsExactly(
                        new StateChanged(MachineState.STOPPED, Mode.UNKNOWN, "2", ""),
                        new OrderContext(Transition.STARTED, false, 0, "1003", "0020"));
        assertThat(inlet.letters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.IMPOSSIBLE_VALUE);
            assertThat(letter.machine()).isEqualTo(MILL1);
            assertThat(letter.payload()).isEqualTo(bytes);
            assertThat(letter.detail()).contains("Good").contains("-4");
        });
    }

    @Test
    void shouldRefuseATemplateAsASignalButTakeTheRest() throws MalformedPayloadException {
        nodeBorn();
        send(
                Type.DBIRTH,
                "mill1",
                payload(
                        5_000,
                        seq(),
                        named("State", 1, DataType.TEMPLATE).nested(18, new byte[0]),
                        named("Good", 3, DataType.UINT64).longValue(1)));
        send(Type.DDATA, "mill1", payload(6_000, seq(), aliased(1).nested(18, new byte[0])));

        assertThat(inlet.facts()).containsExactly(new CounterReading(Measure.GOOD, true, 1_000));
        assertThat(inlet.letters).hasSize(1);
        assertThat(reports).singleElement().asString().contains("StopReason").contains("Order");
    }

    @Test
    @DisplayName("An NDEATH makes node and devices stale at the time of receipt"
            + " [tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-tags-stale]")
    void shouldLoseAllMachinesOfADeadNode() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        nowMs = 20_000;
        send(Type.NDEATH, "", payload(1, -1, metric().name("bdSeq").longValue(1)));

        assertThat(inlet.messages).hasSize(1);
        assertThat(inlet.events()).extracting(event -> event.head().machine()).containsExactlyInAnyOrder(MILL1, LINE2);
        assertThat(inlet.facts()).containsOnly(new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
        assertThat(inlet.events())
                .extracting(event -> event.head().sourceTimeNs())
                .containsOnly(ns(20_000));
    }

    @Test
    @DisplayName("A DDEATH makes the device stale at the time of its payload"
            + " [tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-tags-stale]")
    void shouldLoseADeadDeviceOnce() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(Type.DDEATH, "mill1", payload(9_500, seq()));
        send(Type.DDEATH, "mill1", payload(9_600, seq()));

        assertThat(inlet.events()).singleElement().satisfies(event -> {
            assertThat(event.fact()).isEqualTo(new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
            assertThat(event.head().machine()).isEqualTo(MILL1);
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(9_500));
        });
        assertThat(node.isReady()).isTrue();
    }

    @Test
    void shouldNotSayThatAStateHeldWhileItsNodeWasDead() throws MalformedPayloadException {
        born(5_000);
        nowMs = 20_000;
        send(Type.NDEATH, "", payload(1, -1, metric().name("bdSeq").longValue(1)));
        inlet.messages.clear();
        nowMs = 30_000;
        seq = 0;
        born(5_000, 29_990, 2);

        assertThat(timeOf(StateChanged.class)).as("the state").isEqualTo(ns(29_990));
        assertThat(timeOf(CounterReading.class)).as("the counter").isEqualTo(ns(5_000));
        assertThat(timeOf(OrderContext.class)).as("the order").isEqualTo(ns(5_000));
    }

    @Test
    void shouldDeclareAGapOverTheLossAndTheWaitForTheBirth() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        nowMs = 40_000;
        node.onConnectionLost(ns(nowMs));
        assertThat(node.isReady()).isFalse();
        nowMs = 50_000;
        node.onConnected(ns(8_000), ns(nowMs), "lost");
        assertThat(requests).containsExactly("Berlin/line2: " + EdgeNode.CONNECTED);
        assertThat(inlet.facts(SourceGap.class))
                .as("from the last message that was taken")
                .hasSize(2)
                .containsOnly(new SourceGap(ns(10_000), ns(50_000), "lost"));

        inlet.messages.clear();
        nowMs = 50_200;
        seq = 0;
        born(5_000, 50_100, 1);

        assertThat(inlet.facts(SourceGap.class)).containsOnly(new SourceGap(ns(50_000), ns(50_200), "no birth yet"));
        assertThat(timeOf(StateChanged.class)).as("the state").isEqualTo(ns(50_200));
        assertThat(timeOf(CounterReading.class)).as("the counter").isEqualTo(ns(5_000));
        assertThat(counters.gaps().sum()).isEqualTo(4);
    }

    @Test
    void shouldLoseADeviceThatIsNotBornAgainWithItsNode() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        seq = 0;
        nowMs = 30_000;
        nodeBorn();
        assertThat(node.isReady()).isFalse();
        send(Type.NDATA, "", payload(30_000, seq(), aliased(9).longValue(8)));

        assertThat(node.isReady()).isTrue();
        assertThat(inlet.events())
                .filteredOn(event -> event.head().machine().equals(MILL1))
                .extracting(Event::fact)
                .containsExactly(new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
    }

    @Test
    void shouldNotTrustAStateAfterDataItCouldNotRead() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        seq = 0;
        nodeBorn();
        inlet.messages.clear();
        nowMs = 30_000;
        send(Type.DDATA, "mill1", payload(30_000, seq(), aliased(1).intValue(2)));

        assertThat(inlet.facts()).containsExactly(new SourceGap(ns(30_000), ns(30_000), "data before its birth"));
        assertThat(requests).containsExactly("Berlin/line2: data of Berlin/line2/mill1 before its birth");
    }

    @Test
    void shouldFallBackFromAnImpossibleTime() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(Type.DDATA, "mill1", payload(0, seq(), aliased(3).time(-1).longValue(101)));

        assertThat(timeOf(CounterReading.class)).isEqualTo(ns(nowMs));
    }

    private EdgeNode node() {
        final SourceContext context = new SourceContext("gw", "spb", () -> ns(nowMs), inlet, Set.of(MILL1, LINE2), 0);
        final EdgeNode made = new EdgeNode(
                "Berlin/line2", 1_000, decoder, new Outlet(context, () -> false), counters, new EdgeNode.Commands() {
                    @Override
                    public void requestRebirth(final String nodeKey, final String cause) {
                        requests.add(nodeKey + ": " + cause);
                    }

                    @Override
                    public void report(final String kind, final String text) {
                        reports.add(text);
                    }
                });
        made.add(new SparkplugMachine(
                "Berlin/line2/mill1",
                new MachineSignals(
                        MILL1,
                        List.of(
                                Signal.state("State", StateTable.PACKML),
                                Signal.of("StopReason", Signal.Kind.REASON),
                                Signal.of("Mode", Signal.Kind.MODE),
                                Signal.counter("Good", Measure.GOOD),
                                Signal.of("Order", Signal.Kind.ORDER)))));
        made.add(new SparkplugMachine(
                "Berlin/line2", new MachineSignals(LINE2, List.of(Signal.counter("Packs", Measure.TOTAL)))));
        return made;
    }

    private void nodeBorn() throws MalformedPayloadException {
        send(
                Type.NBIRTH,
                "",
                payload(
                        nowMs,
                        seq(),
                        metric().name("bdSeq").longValue(1),
                        named("Packs", 9, DataType.INT64).isNull()));
    }

    private void born(final long metricMs) throws MalformedPayloadException {
        born(metricMs, nowMs, 1);
    }

    private void born(final long metricMs, final long payloadMs, final long bdSeq) throws MalformedPayloadException {
        send(Type.NBIRTH, "", payload(payloadMs, seq(), metric().name("bdSeq").longValue(bdSeq)));
        send(
                Type.DBIRTH,
                "mill1",
                payload(
                        payloadMs,
                        seq(),
                        named("State", 1, DataType.INT32).time(metricMs).intValue(6),
                        named("StopReason", 2, DataType.STRING).time(metricMs).text(""),
                        named("Good", 3, DataType.INT64).time(metricMs).longValue(100),
                        named("Order", 4, DataType.STRING).time(metricMs).text("1002/0010"),
                        named("Temperature", 6, DataType.FLOAT).time(metricMs).floatValue(20)));
    }

    private int seq() {
        return seq++;
    }

    private void send(final Type type, final String device, final byte[] payload) throws MalformedPayloadException {
        decoder.wrap(payload);
        final String topic = "spBv1.0/Berlin/" + type + "/line2" + (device.isEmpty() ? "" : "/" + device);
        node.session()
                .onMessage(new SparkplugMessage(
                        topic,
                        new SparkplugTopic("Berlin", type, "line2", device),
                        payload,
                        ns(nowMs),
                        decoder.seq(),
                        decoder.timestampMs(),
                        decoder.bdSeq()));
    }

    private long timeOf(final Class<?> kind) {
        return inlet.events().stream()
                .filter(event -> kind.isInstance(event.fact()))
                .findFirst()
                .orElseThrow()
                .head()
                .sourceTimeNs();
    }

    private static long ns(final long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
