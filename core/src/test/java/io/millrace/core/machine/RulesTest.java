package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

/** Whose figures count, what one count is worth, and what becomes of the past when the rules change. */
class RulesTest {
    private static final ConfirmationPolicy SIMPLE = ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.REVERSAL);

    @Test
    void shouldCountTheReportsOfAnOperationAndObserveItsCounter() {
        final Press press =
                counted(Authority.REPORT, 1, 1, "").start(0, Press.A).good(1, 0);
        press.good(10, 7).say(11, new Fact.CountReport(Measure.GOOD, 6_000, "", "", ""));
        press.complete(20, Press.A).tick(21);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(6)));
        assertThat(press.said.quantities.get(Press.A).observed()).isEqualTo(good(7));
    }

    @Test
    void shouldObserveWhatAMachineBesideTheCountPointCounts() {
        final Press press = counted(null, 1, 1, "acme/berlin/press/line1/press2")
                .start(0, Press.A)
                .good(1, 0);
        press.good(10, 7).complete(20, Press.A).tick(21);
        assertThat(press.said.confirmations).isEmpty();
        assertThat(press.said.quantities.get(Press.A).observed()).isEqualTo(good(7));
    }

    @Test
    void shouldCountAtTheCountPointAlthoughTheMachineIsNone() {
        final Press press = new Press(Press.PATH, Authority.NONE, 0);
        define(press, null, 1, 1, "acme/berlin/press/line1/press2," + Press.PATH);
        press.start(0, Press.A).good(1, 0).good(10, 7).complete(20, Press.A);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(7)));
    }

    @Test
    void shouldConvertCountsWithoutLosingAThousandth() {
        final Press press = counted(null, 1, 3, "").start(0, Press.A).good(1, 1);
        for (int i = 2; i <= 100; i++) {
            press.good(i, i);
        }
        press.complete(200, Press.A);
        assertThat(press.said.posted().get(Press.A).goodMilli()).isEqualTo(33_000);
    }

    @Test
    void shouldTakeALowerCounterAfterAnOrderStartForAResetWhereItIsOne() {
        final Press press = Press.counting(0).define(Press.A, 0, 0);
        press.definitions.apply(machine(0, true, 0));
        press.start(0, Press.A).good(1, 50).start(10, Press.B).good(11, 3).complete(20, Press.B);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.B, good(3)));
    }

    @Test
    void shouldCountThePastAnewWhenTheAuthorityChanges() {
        final Press press =
                Press.counting(0).define(Press.A, 0, 0).start(0, Press.A).good(1, 0);
        press.good(10, 7).say(11, new Fact.CountReport(Measure.GOOD, 6_000, "", "", ""));
        press.complete(20, Press.A);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(7)));
        define(press, Authority.REPORT, 1, 1, "");
        press.tick(30).tick(31);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(6)));
        assertThat(press.said.confirmations)
                .extracting(Confirmation::kind)
                .containsExactly(Confirmation.Kind.PARTIAL, Confirmation.Kind.REVERSAL, Confirmation.Kind.CORRECTION);
        assertThat(press.said.counted()).isEqualTo(good(6));
    }

    @Test
    void shouldHoldARuleFromItsDateOn() {
        final Press press = Press.counting(0).define(Press.A, 0, 0);
        press.definitions.apply(machine(Press.at(100), true, 0));
        press.start(0, Press.A).good(1, 50).start(10, Press.B).good(11, 3).complete(20, Press.B);
        press.good(90, 50).start(110, Press.A).good(111, 4).complete(120, Press.A);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(4)));
    }

    @Test
    void shouldRestateIntervalsWhenAReasonTurnsOutToBePlanned() {
        final Press press = Press.counting(0).start(0, Press.A).state(1, MachineState.EXECUTE);
        press.say(10, new Fact.StateChanged(MachineState.HELD, io.millrace.core.event.Mode.PRODUCTION, "", "LUNCH"));
        press.state(70, MachineState.EXECUTE);
        assertThat(element(press, 10)).isEqualTo(TimeElement.DELAY);
        press.definitions.apply(new Fact.ReasonDefined(0, ReasonCategory.PLANNED, "LUNCH", "Lunch"));
        press.tick(80);
        assertThat(element(press, 10)).isEqualTo(TimeElement.PLANNED);
        assertThat(press.said.intervals.get(Press.at(10)).because()).isEqualTo("rules");
        assertThat(press.said.stops.get(Press.at(10)).category()).isEqualTo(ReasonCategory.PLANNED);
    }

    @Test
    void shouldRestateThePastWhenTheCalendarChanges() {
        final Press press = Press.counting(0).state(0, MachineState.EXECUTE).state(1_200, MachineState.IDLE);
        press.tick(1_201);
        assertThat(press.said.standingIntervals()).hasSize(1);
        press.definitions.apply(new Fact.CalendarDefined(0, "acme", "UTC", shifts()));
        press.tick(1_202);
        assertThat(press.said.standingIntervals()).hasSize(2);
        press.definitions.apply(new Fact.CalendarDefined(0, "acme", "UTC", ""));
        press.tick(1_203);
        assertThat(press.said.standing()).extracting(StateInterval::element).contains(TimeElement.PRODUCTION);
        assertThat(press.said.standing()).allMatch(piece -> piece.planned().shift() == null);
    }

    private static String shifts() {
        final java.time.LocalTime start = java.time.LocalTime.ofInstant(
                java.time.Instant.ofEpochSecond(Press.at(600) / Press.SECOND_NS), java.time.ZoneOffset.UTC);
        return "shift one Mon-Sun " + start.minusHours(1) + "-" + start + "\nshift two Mon-Sun " + start + "-"
                + start.plusHours(1) + "\n";
    }

    private static TimeElement element(final Press press, final int second) {
        return press.said.intervals.get(Press.at(second)).element();
    }

    private static Press counted(
            final Authority authority, final int numerator, final int denominator, final String countPoints) {
        return define(Press.counting(0), authority, numerator, denominator, countPoints);
    }

    private static Press define(
            final Press press,
            final Authority authority,
            final int numerator,
            final int denominator,
            final String countPoints) {
        press.definitions.apply(new Fact.OperationDefined(
                0,
                0,
                0,
                SIMPLE,
                new OperationCounting(authority, numerator, denominator, countPoints),
                Press.A.order(),
                Press.A.operation(),
                "FG",
                "PCE",
                ""));
        return press;
    }

    private static Fact.MachineDefined machine(final long fromNs, final boolean resetAtStart, final long microStopNs) {
        return new Fact.MachineDefined(
                fromNs,
                Authority.COUNTER,
                0,
                0,
                0,
                0,
                60 * Press.SECOND_NS,
                0,
                microStopNs,
                resetAtStart,
                Press.PATH,
                "UTC",
                "");
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
