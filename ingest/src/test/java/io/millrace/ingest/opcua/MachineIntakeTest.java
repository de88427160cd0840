package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MachineIntakeTest {
    private static final String PRESS = "demo/berlin/press/line1/press1";
    private static final Signal STATE = Signal.state("ns=1;s=State", StateTable.PACKML);
    private static final Signal REASON = Signal.of("ns=1;s=Reason", Signal.Kind.REASON);
    private static final Signal ORDER = Signal.of("ns=1;s=Order", Signal.Kind.ORDER);
    private static final Signal GOOD = Signal.counter("ns=1;s=Good", Measure.GOOD);
    private static final long NOW = 1_700_000_100_000_000_000L;
    private static final long T = NOW - 1_000_000_000L;
    private static final long OVERFLOW = 0x480L;

    private final OpcUaCounters counters = new OpcUaCounters();
    private final Set<Signal> restarted = new HashSet<>();
    private final MachineIntake intake = intake(Set.of(PRESS));

    @Test
    void shouldJoinStateAndReasonOfOneInstantAndPutCountersLast() {
        final List<Event> events = intake.take(
                        List.of(good(GOOD, 7, T), good(STATE, 11, T), good(ORDER, "1/2", T), good(REASON, "JAM", T)),
                        NOW)
                .events();

        assertThat(events)
                .extracting(Event::fact)
                .containsExactly(
                        new Fact.StateChanged(MachineState.HELD, Mode.UNKNOWN, "11", "JAM"),
                        new Fact.OrderContext(Transition.STARTED, false, 0, "1", "2"),
                        new Fact.CounterReading(Measure.GOOD, false, 7_000));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.head().sourceTimeNs()).isEqualTo(T);
            assertThat(event.head().gatewayTimeNs()).isEqualTo(NOW);
        });
    }

    @Test
    void shouldOrderInstantsByTime() {
        assertThat(intake.take(List.of(good(GOOD, 8, T + 1_000), good(GOOD, 7, T)), NOW)
                        .events())
                .extracting(event -> event.head().sourceTimeNs())
                .containsExactly(T, T + 1_000);
    }

    @Test
    void shouldHoldStatesFromTheEndOfTheGapAndCountersAtTheirOwnTime() {
        intake.gap(T, NOW, "test");

        final List<Event> events =
                intake.take(List.of(good(STATE, 6, T), good(GOOD, 7, T)), NOW).events();

        assertThat(events).extracting(event -> event.head().sourceTimeNs()).containsExactly(T, NOW);
        assertThat(events.get(0).fact()).isInstanceOf(Fact.CounterReading.class);
        assertThat(events.get(1).fact()).isInstanceOf(Fact.StateChanged.class);
    }

    @Test
    void shouldDeclareAnOverflowAndSayTheStateAgainEvenIfOnlyACounterOverflowed() {
        intake.take(List.of(good(STATE, 6, T), good(REASON, "R", T)), NOW);

        final List<Event> events = intake.take(List.of(sample(GOOD, 7, new StatusCode(OVERFLOW), T + 500)), NOW + 1_000)
                .events();

        assertThat(events)
                .extracting(Event::fact)
                .containsExactly(
                        new Fact.SourceGap(
                                NOW,
                                NOW + 1_000,
                                "the server's queue overflowed: raise queueSize, or lower publishingIntervalMs"),
                        new Fact.CounterReading(Measure.GOOD, false, 7_000),
                        new Fact.StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", "R"));
        assertThat(events.get(2).head().sourceTimeNs()).isEqualTo(NOW + 1_000);
        assertThat(counters.overflows().sum()).isEqualTo(1);
        assertThat(counters.gaps().sum()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatWasRecordedInsteadOfAGapAndDeclareTheRest() {
        final long lost = T + 100;
        final List<Sample> samples =
                List.of(good(STATE, 4, T - 9), good(STATE, 6, T - 5), good(STATE, 11, T + 300), good(GOOD, 7, T + 200));

        assertThat(intake.fill(new History.Recorded(T - 5, samples), T, lost, NOW, "cut")
                        .events())
                .extracting(event -> event.head().sourceTimeNs(), Event::fact)
                .containsExactly(
                        tuple(lost + 1, new Fact.StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", "")),
                        tuple(T + 200, new Fact.CounterReading(Measure.GOOD, false, 7_000)),
                        tuple(T + 300, new Fact.StateChanged(MachineState.HELD, Mode.UNKNOWN, "11", "")));
        assertThat(counters.gaps().sum()).isZero();

        assertThat(intake.fill(new History.Recorded(T + 250, samples), T, 0, NOW, "cut")
                        .events())
                .extracting(event -> event.head().sourceTimeNs(), Event::fact)
                .containsExactly(
                        tuple(T + 250, new Fact.SourceGap(T, T + 250, "cut")),
                        tuple(T + 200, new Fact.CounterReading(Measure.GOOD, false, 7_000)),
                        tuple(T + 250, new Fact.StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", "")),
                        tuple(T + 300, new Fact.StateChanged(MachineState.HELD, Mode.UNKNOWN, "11", "")));
    }

    @Test
    void shouldBeUnknownSinceTheConnectionWasLastKnownGood() {
        intake.take(List.of(good(STATE, 6, T)), NOW);

        assertThat(intake.lost(NOW, NOW + 1_000, "gone").events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.fact()).isEqualTo(new Fact.ConnectionChanged(false, "gone"));
                    assertThat(event.head().machine()).isEqualTo(PRESS);
                    assertThat(event.head().sourceTimeNs()).isEqualTo(NOW);
                    assertThat(event.head().gatewayTimeNs()).isEqualTo(NOW + 1_000);
                });
        assertThat(intake(Set.of()).lost(NOW, NOW + 1_000, "gone").events()).isEmpty();
    }

    @Test
    void shouldNotLetTheStateOutlastTheConnection() {
        intake.take(List.of(good(STATE, 6, NOW + 500), good(GOOD, 1, NOW + 700)), NOW);

        assertThat(lossNs(NOW + 1_000)).isEqualTo(NOW + 501);
        assertThat(lossNs(NOW + 500)).as("never after it was noticed").isEqualTo(NOW);
    }

    @Test
    void shouldTakeNoValueFromBadStatus() {
        final StatusCode bad = new StatusCode(StatusCodes.Bad_NoCommunication);

        assertThat(intake.take(
                                List.of(sample(STATE, 6, bad, T), sample(GOOD, 7, bad, T), sample(ORDER, "", bad, T)),
                                NOW)
                        .events())
                .extracting(Event::fact)
                .containsExactly(new Fact.StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
        assertThat(counters.badValues().sum()).isEqualTo(3);
    }

    @Test
    void shouldTakeANullTextForNoOrder() {
        assertThat(intake.take(List.of(sample(ORDER, null, StatusCode.GOOD, T)), NOW)
                        .events())
                .extracting(Event::fact)
                .containsExactly(new Fact.OrderContext(Transition.COMPLETED, false, 0, "", ""));
    }

    @Test
    void shouldKeepUncertaintyToTheFactItBelongsTo() {
        final StatusCode uncertain = new StatusCode(StatusCodes.Uncertain_LastUsableValue);

        assertThat(intake.take(List.of(sample(GOOD, 7, uncertain, T), good(STATE, 6, T)), NOW)
                        .events())
                .extracting(event -> event.head().quality())
                .containsExactly(SignalQuality.GOOD, SignalQuality.UNCERTAIN);
    }

    @Test
    void shouldGiveEvidenceOfARestartUntilTheReadingIsTaken() {
        restarted.add(GOOD);

        final List<Sample> readings = List.of(good(GOOD, 1, T), good(GOOD, 2, T + 1));
        assertThat(intake.take(readings, NOW).events())
                .extracting(Event::fact)
                .containsExactly(
                        new Fact.CounterReading(Measure.GOOD, true, 1_000),
                        new Fact.CounterReading(Measure.GOOD, false, 2_000));
        assertThat(restarted).as("not yet in the gateway's hands").containsExactly(GOOD);

        intake.taken();
        assertThat(restarted).isEmpty();
    }

    @Test
    void shouldLayAsideWhatCannotBeAndGoOn() {
        final MachineIntake.Batch batch = intake.take(
                List.of(
                        good(GOOD, -1, T),
                        good(STATE, new int[] {6}, T),
                        good(GOOD, 5, T + 1),
                        good(GOOD, Double.NaN, T)),
                NOW);

        assertThat(batch.letters())
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(
                        DeadLetter.Reason.NOT_MAPPED,
                        DeadLetter.Reason.IMPOSSIBLE_VALUE,
                        DeadLetter.Reason.IMPOSSIBLE_VALUE);
        assertThat(batch.events())
                .extracting(Event::fact)
                .contains(new Fact.CounterReading(Measure.GOOD, false, 5_000));
    }

    @Test
    void shouldLayAsideAMachineThatNobodyKnows() {
        final MachineIntake.Batch batch = intake(Set.of()).take(List.of(good(GOOD, 1, T)), NOW);

        assertThat(batch.events()).isEmpty();
        assertThat(batch.letters()).extracting(DeadLetter::reason).containsExactly(DeadLetter.Reason.UNKNOWN_MACHINE);
    }

    @Test
    void shouldFallBackToTheServersTimeAndThenToOurs() {
        final DateTime server = new DateTime(130_000_000_000_000_000L);

        assertThat(Sample.of(GOOD, new DataValue(new Variant(1), StatusCode.GOOD, null, server), NOW, ValueReader.PLAIN)
                        .timeNs())
                .isEqualTo(Sample.epochNs(server))
                .isPositive();
        assertThat(Sample.of(
                                GOOD,
                                new DataValue(new Variant(1), StatusCode.GOOD, DateTime.MIN_VALUE, null),
                                NOW,
                                ValueReader.PLAIN)
                        .timeNs())
                .isEqualTo(NOW);
    }

    @Test
    void shouldReadLocalizedText() {
        assertThat(good(REASON, LocalizedText.english("Jam"), T).value()).isEqualTo("Jam");
    }

    @Test
    void shouldReadTheModesOfOpcUaForMachineryByName() {
        final Signal mode = Signal.of("ns=1;s=Mode", Signal.Kind.MODE);
        final List<Event> events = intake.take(
                        List.of(good(STATE, 6, T), good(mode, LocalizedText.english("Processing"), T)), NOW)
                .events();

        assertThat(events)
                .extracting(Event::fact)
                .containsExactly(new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "6", ""));
    }

    @Test
    void shouldCountInTheUnitThatIsConfigured() {
        final Signal dozens = Signal.counter("ns=1;s=Dozens", Measure.GOOD).withScale(new BigDecimal("12"));
        final Signal grams = Signal.counter("ns=1;s=Grams", Measure.SCRAP).withScale(new BigDecimal("0.001"));

        assertThat(intake.take(List.of(good(dozens, 7, T), good(grams, 2_500.0, T)), NOW)
                        .events())
                .extracting(Event::fact)
                .containsExactly(
                        new Fact.CounterReading(Measure.GOOD, false, 84_000),
                        new Fact.CounterReading(Measure.SCRAP, false, 2_500));
    }

    @Test
    void shouldTakeAnElementOfAnArrayAndLayAsideWhatIsNone() {
        final Signal second = GOOD.withMember("[1]");

        assertThat(good(second, new Integer[] {5, 6}, T).value()).isEqualTo(6);
        assertThat(good(second, new Integer[] {5}, T).value()).as("shorter now").isNull();
        assertThat(good(second, 5, T).fault()).contains("no elements");
        assertThat(good(GOOD, new Integer[] {5, 6}, T).fault()).contains("name the member");
    }

    private long lossNs(final long noticedNs) {
        return intake.lost(NOW, noticedNs, "gone").events().get(0).head().sourceTimeNs();
    }

    private MachineIntake intake(final Set<String> machines) {
        return new MachineIntake(
                new SourceContext("gw", "opc", () -> NOW, new RecordingInlet(), machines, 0),
                PRESS,
                counters,
                restarted);
    }

    private static Sample good(final Signal signal, final Object value, final long timeNs) {
        return sample(signal, value, StatusCode.GOOD, timeNs);
    }

    private static Sample sample(
            final Signal signal, final @Nullable Object value, final StatusCode status, final long timeNs) {
        final DateTime time = new DateTime(timeNs / 100 + 116_444_736_000_000_000L);
        return Sample.of(signal, new DataValue(new Variant(value), status, time, time), NOW, ValueReader.PLAIN);
    }
}
