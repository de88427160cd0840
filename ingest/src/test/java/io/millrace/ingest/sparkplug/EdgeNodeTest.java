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
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An edge node's messages, stepped by hand, and the events they become. Times in the tests are milliseconds. */
class EdgeNodeTest extends EdgeNodeRig {
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
    @Requirement({
        "tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-offline",
        "tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-tags-stale",
        "tck-id-operational-behavior-edge-node-termination-host-action-ndeath-node-offline",
        "tck-id-operational-behavior-edge-node-termination-host-action-ndeath-node-tags-stale"
    })
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
    @Requirement({
        "tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-offline",
        "tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-tags-stale"
    })
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
    void shouldReadNoValueWhereTheSourceCallsItBadOrStale() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(
                Type.DDATA,
                "mill1",
                payload(
                        6_000,
                        seq(),
                        aliased(1).intValue(2).nested(9, PartReaderTest.quality(500)),
                        aliased(3).longValue(0).nested(9, PartReaderTest.quality(0))));
        send(
                Type.DDATA,
                "mill1",
                payload(6_001, seq(), aliased(3).longValue(101).nested(9, PartReaderTest.quality(192))));

        assertThat(inlet.facts()).containsExactly(STALE, new CounterReading(Measure.GOOD, false, 101_000));
        assertThat(inlet.letters).isEmpty();
    }

    @Test
    void shouldReadSignalsFromInsideOfATemplate() throws MalformedPayloadException {
        nodeBorn();
        inlet.messages.clear();
        send(
                Type.DBIRTH,
                "mill1",
                payload(
                        5_000,
                        seq(),
                        named("Spindle", 8, DataType.TEMPLATE)
                                .nested(
                                        18,
                                        template(metric().name("Left").type(8).longValue(7)))));
        send(
                Type.DDATA,
                "mill1",
                payload(
                        6_000,
                        seq(),
                        aliased(8)
                                .nested(
                                        18,
                                        template(metric().name("Left").type(8).longValue(8)))));
        send(Type.DDATA, "mill1", payload(7_000, seq(), aliased(8).nested(18, template())));
        final byte[] broken = payload(8_000, seq(), aliased(8).nested(18, new byte[] {18, 99}));
        send(Type.DDATA, "mill1", broken);

        assertThat(inlet.facts())
                .containsExactly(
                        new CounterReading(Measure.SCRAP, true, 7_000),
                        new CounterReading(Measure.SCRAP, false, 8_000));
        assertThat(reports).singleElement().asString().contains("Good").doesNotContain("Spindle");
        assertThat(inlet.letters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.IMPOSSIBLE_VALUE);
            assertThat(letter.detail()).contains("Spindle/Left");
            assertThat(letter.payload()).isEqualTo(broken);
        });
    }

    private static byte[] template(final TestMetric... members) {
        return TestMetric.bytes(out -> {
            out.writeString(4, "Motor");
            for (final TestMetric member : members) {
                out.writeByteArray(2, member.bytes());
            }
        });
    }

    @Test
    void shouldFallBackFromAnImpossibleTime() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        send(Type.DDATA, "mill1", payload(0, seq(), aliased(3).time(-1).longValue(101)));

        assertThat(timeOf(CounterReading.class)).isEqualTo(ns(nowMs));
    }
}
