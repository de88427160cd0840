package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Backflush;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Quantities;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When and how an operation is told: at shift end, with times, never negative, in an open period, with what it consumed. */
class PolicyTest {
    private static final long SHIFT_END_SECOND = 1_200;

    @Test
    void shouldTellAtShiftEndWhatWasMadeUntilThen() {
        final Press press = Press.counting(0).define(Press.A, policy(true, false, true, CorrectionPolicy.REVERSAL));
        calendar(press);
        press.tick(0).start(1, Press.A).good(2, 0).good(1_199, 5).good(1_200, 6).good(1_201, 7);
        assertThat(press.said.confirmations).isEmpty();
        press.tick(1_210);
        final Confirmation told = only(press);
        assertThat(told.trigger()).isEqualTo(Confirmation.Trigger.SHIFT_END);
        assertThat(told.quantity())
                .as("a pulse on the boundary is the next shift's")
                .isEqualTo(good(5));
    }

    @Test
    void shouldWaitAfterTheShiftEndForOrderStartsThatComeLate() {
        final Press press = Press.counting(120).define(Press.A, policy(true, false, true, CorrectionPolicy.REVERSAL));
        calendar(press);
        press.tick(0).start(1, Press.A).good(2, 0).good(1_190, 5).good(1_260, 7).tick(1_300);
        assertThat(press.said.confirmations).isEmpty();
        press.tick(1_321);
        assertThat(only(press).quantity()).isEqualTo(good(5));
    }

    @Test
    void shouldTellTimesThatAddUpToTheTimeTheOperationWasRegistered() {
        final Press press = Press.counting(0).define(Press.A, policy(false, true, true, CorrectionPolicy.REVERSAL));
        press.start(0, Press.A).good(0.5, 0);
        press.say(0, new Fact.StateChanged(MachineState.IDLE, Mode.SETUP, "", ""));
        press.state(60, MachineState.EXECUTE).good(100, 3).state(120, MachineState.HELD);
        press.state(150, MachineState.EXECUTE).good(160, 5);
        press.say(170, new Fact.LabourRecorded(45 * Press.SECOND_NS, "anna", "work", "", ""));
        press.complete(200, Press.A);
        assertThat(only(press).activity()).isEqualTo(seconds(60, 110, 30, 45));
        assertThat(only(press).activityAfter()).isEqualTo(seconds(60, 110, 30, 45));
    }

    @Test
    void shouldCorrectTimesThatALateStateMoves() {
        final Press press = Press.counting(0).define(Press.A, policy(false, true, true, CorrectionPolicy.DELTA));
        press.start(0, Press.A)
                .good(0.5, 0)
                .state(0, MachineState.EXECUTE)
                .good(50, 5)
                .complete(100, Press.A);
        press.say(80, 110, new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "", "JAM"));
        press.tick(120);
        assertThat(press.said.confirmations).hasSize(2);
        assertThat(press.said.confirmations.get(1).kind()).isEqualTo(Confirmation.Kind.CORRECTION);
        assertThat(press.said.confirmations.get(1).quantity()).isEqualTo(Quantities.ZERO);
        assertThat(press.said.postedActivity()).isEqualTo(seconds(0, 80, 20, 0));
    }

    @Test
    void shouldTellTheTimesOfTheRunningOperationWithItsUnits() {
        final Press press = Press.counting(0)
                .define(
                        Press.A,
                        new ConfirmationPolicy(2_000, 0, true, false, true, true, -1, CorrectionPolicy.REVERSAL));
        press.start(0, Press.A)
                .state(0, MachineState.EXECUTE)
                .good(0.5, 0)
                .good(10, 2)
                .good(30, 4);
        assertThat(press.said.confirmations)
                .extracting(Confirmation::activity)
                .containsExactly(seconds(0, 10, 0, 0), seconds(0, 20, 0, 0));
    }

    @Test
    void shouldReverseRatherThanPostANegativeQuantityWhereNoneIsAllowed() {
        final Press press = Press.counting(0).define(Press.A, policy(false, false, false, CorrectionPolicy.DELTA));
        overstate(press);
        assertThat(press.said.confirmations)
                .extracting(Confirmation::kind)
                .containsExactly(Confirmation.Kind.PARTIAL, Confirmation.Kind.REVERSAL, Confirmation.Kind.CORRECTION);
        assertThat(press.said.confirmations)
                .filteredOn(each -> each.kind() != Confirmation.Kind.REVERSAL)
                .noneMatch(each -> each.quantity().hasNegative());
    }

    @Test
    void shouldPostTheDifferenceWhereItMayBeNegative() {
        final Press press = Press.counting(0).define(Press.A, policy(false, false, true, CorrectionPolicy.DELTA));
        overstate(press);
        assertThat(press.said.confirmations).extracting(Confirmation::quantity).containsExactly(good(5), good(-2));
    }

    /** Five units, of which two turn out to have been made before the order began. */
    private static void overstate(final Press press) {
        press.start(0, Press.A).good(0.5, 0).good(10, 2).good(20, 5).complete(30, Press.A);
        press.context(15, Transition.STARTED, Press.A, 0, false);
        press.context(0, Transition.STARTED, Press.A, 1, true).tick(40);
    }

    @Test
    void shouldPostToTheFirstOpenDayAndLeaveTheTruthAlone() {
        final Press press = Press.counting(0).define(Press.A, 0, 0);
        final long today = LocalDate.ofInstant(Instant.ofEpochSecond(Press.at(10) / Press.SECOND_NS), ZoneOffset.UTC)
                .toEpochDay();
        press.start(0, Press.A).good(0.5, 0).good(10, 5).complete(20, Press.A);
        assertThat(only(press).postingDay()).isEqualTo(today);
        press.definitions.apply(new Fact.PostingPeriodDefined(0, today + 3, "acme"));
        press.start(30, Press.B).good(40, 9).complete(50, Press.B);
        final Confirmation second = press.said.confirmations.get(1);
        assertThat(second.postingDay()).isEqualTo(today + 3);
        assertThat(second.toNs()).isEqualTo(Press.at(40));
    }

    @Test
    void shouldTakeABackflushBackFromTheLotItWasTakenFrom() {
        final Press press = Press.counting(0);
        press.definitions.apply(new Fact.OperationDefined(
                0,
                0,
                0,
                policy(false, false, true, CorrectionPolicy.REVERSAL),
                OperationCounting.PLAIN,
                Press.A.order(),
                Press.A.operation(),
                "FG",
                "PCE",
                "STEEL\tkg\t1\n"));
        press.say(-2, new Fact.MaterialConsumed(0, "STEEL", "L-1", "", ""));
        press.start(-1, Press.A).good(0, 0).good(10, 5).complete(20, Press.A);
        press.say(21, new Fact.MaterialConsumed(0, "STEEL", "L-2", "", ""));
        press.start(9, Press.B).tick(30);
        assertThat(press.said.confirmations)
                .filteredOn(each -> each.kind() == Confirmation.Kind.REVERSAL)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.components()).containsExactly(new Backflush("STEEL", "L-1", -5_000, "kg")));
    }

    @Test
    void shouldBackflushTheBillOfMaterialWithTheLotLastReported() {
        final Press press = Press.counting(0);
        press.definitions.apply(new Fact.OperationDefined(
                0,
                0,
                0,
                policy(false, false, true, CorrectionPolicy.REVERSAL),
                OperationCounting.PLAIN,
                Press.A.order(),
                Press.A.operation(),
                "FG",
                "PCE",
                "STEEL\tkg\t0.3333\nOIL\tl\t0.000001\n"));
        press.say(0, new Fact.MaterialConsumed(0, "STEEL", "L-1", "", ""));
        press.start(1, Press.A).good(2, 0).good(10, 3).complete(20, Press.A);
        assertThat(only(press).components()).containsExactly(new Backflush("STEEL", "L-1", 999, "kg"));
        assertThat(press.said.consumed)
                .filteredOn(Outputs.Consumption::backflushed)
                .extracting(Outputs.Consumption::quantityMilli)
                .containsExactly(999L);
    }

    @Test
    void shouldTellWhatIsPausedAtOnceOnlyWhereMilestonesAreToldAtOnce() {
        final Press told = Press.counting(0).define(Press.A, milestones(true));
        told.start(0, Press.A).good(0.5, 0).good(10, 5).context(20, Transition.PAUSED, Press.A, 0, false);
        assertThat(only(told).trigger()).isEqualTo(Confirmation.Trigger.MILESTONE);
        assertThat(only(told).quantity()).isEqualTo(good(5));

        final Press waiting = Press.counting(0).define(Press.A, milestones(false));
        waiting.start(0, Press.A).good(0.5, 0).good(10, 5).context(20, Transition.PAUSED, Press.A, 0, false);
        assertThat(waiting.said.confirmations).isEmpty();
        waiting.tick(21);
        assertThat(only(waiting).trigger()).isEqualTo(Confirmation.Trigger.INTERVAL);
    }

    private static ConfirmationPolicy milestones(final boolean atMilestones) {
        return ConfirmationPolicy.of(0, 0, atMilestones, CorrectionPolicy.REVERSAL);
    }

    @Test
    void shouldWaitAsLongAsTheOperationSaysRatherThanItsMachine() {
        final Press press = Press.counting(120)
                .define(
                        Press.A,
                        new ConfirmationPolicy(
                                5_000, 0, true, false, false, true, 30 * Press.SECOND_NS, CorrectionPolicy.REVERSAL));
        press.start(0, Press.A).good(0.5, 0).good(10, 5).tick(39);
        assertThat(press.said.confirmations).isEmpty();
        press.tick(40);
        assertThat(only(press).quantity()).isEqualTo(good(5));
    }

    @Test
    void shouldMoveWhatIsDeclaredScrapAfterTheCompletionFromGoodToScrap() {
        for (final CorrectionPolicy correction : CorrectionPolicy.values()) {
            final Press press = Press.counting(0).define(Press.A, policy(false, false, true, correction));
            press.start(0, Press.A).good(0.5, 0).good(10, 5).complete(20, Press.A);
            press.say(3_600, new Fact.ScrapDeclared(2_000, "BURR", Press.A.order(), Press.A.operation()));
            press.tick(3_601);
            assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, new Quantities(3_000, 2_000, 0)));
            assertThat(press.said.confirmations)
                    .extracting(Confirmation::kind)
                    .as("%s", correction)
                    .containsExactlyElementsOf(
                            correction == CorrectionPolicy.DELTA
                                    ? List.of(Confirmation.Kind.PARTIAL, Confirmation.Kind.CORRECTION)
                                    : List.of(
                                            Confirmation.Kind.PARTIAL,
                                            Confirmation.Kind.REVERSAL,
                                            Confirmation.Kind.CORRECTION));
            assertThat(press.said.scrapped.values())
                    .extracting(Outputs.Scrapped::reason)
                    .containsExactly("BURR");
        }
    }

    @Test
    void shouldTakeBackWhatAReversedConfirmationBackflushed() {
        final Press press = Press.counting(0);
        press.definitions.apply(new Fact.OperationDefined(
                0,
                0,
                0,
                policy(false, false, true, CorrectionPolicy.REVERSAL),
                OperationCounting.PLAIN,
                Press.A.order(),
                Press.A.operation(),
                "FG",
                "PCE",
                "STEEL\tkg\t0.3333\n"));
        overstate(press);
        final List<Long> backflushed = press.said.consumed.stream()
                .filter(Outputs.Consumption::backflushed)
                .map(Outputs.Consumption::quantityMilli)
                .toList();
        assertThat(backflushed).containsExactly(1_666L, -1_666L, 999L);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(3)));
    }

    @Test
    void shouldNameBothOperationsOfAStepThatNobodyCanDivide() {
        final Press press = Press.counting(0).start(0, Press.A).good(1, 0).good(10, 5);
        press.start(50, Press.B).good(100, 9);
        assertThat(press.said.undecided.values()).hasSize(1);
        final Outputs.Undecided step = press.said.undecided.firstEntry().getValue();
        assertThat(List.of(step.before(), step.after())).containsExactly(Press.A, Press.B);
        assertThat(step.quantities()).isEqualTo(good(4));
        press.say(49, 110, new Fact.CounterReading(io.millrace.core.event.Measure.GOOD, false, 8_000));
        assertThat(press.said.undecided.firstEntry().getValue().withdrawn()).isTrue();
        press.complete(120, Press.B).tick(121);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(8), Press.B, good(1)));
    }

    @Test
    void shouldAttributeTheFirstStepAfterAWeekendToTheOrderThatBeganWithin() {
        final Press press =
                Press.counting(0).define(Press.B, 0, 0).start(0, Press.A).good(1, 0);
        press.good(10, 5).complete(20, Press.A).good(30, 5);
        press.start(200_000, Press.B).good(200_010, 7).complete(200_020, Press.B);
        assertThat(press.said.posted()).isEqualTo(java.util.Map.of(Press.A, good(5), Press.B, good(2)));
    }

    @Test
    void shouldSayAStopFromProductionToProductionChargedToItsReason() {
        final Press press = Press.counting(0).start(0, Press.A).state(1, MachineState.EXECUTE);
        press.state(10, MachineState.STOPPING).state(12, MachineState.STOPPED);
        press.state(300, MachineState.RESETTING).state(310, MachineState.EXECUTE);
        assertThat(press.said.standingStops()).hasSize(1);
        final Outputs.Stop stop = press.said.stops.get(Press.at(10));
        assertThat(stop.toNs()).isEqualTo(Press.at(310));
        assertThat(stop.state()).isEqualTo(MachineState.STOPPED);
        press.say(320, new Fact.ReasonAssigned(Press.at(300), "TOOL", "anna"));
        assertThat(press.said.stops.get(Press.at(10)).reason()).isEqualTo("TOOL");
    }

    @Test
    void shouldSayALastingStateOnceAMinuteAndCutItAtTheShiftEnd() {
        final Press press = Press.counting(0);
        calendar(press);
        press.state(1_000, MachineState.EXECUTE).tick(1_010).tick(1_020).tick(1_075);
        assertThat(press.said.standing()).hasSize(1);
        assertThat(press.said.standing().get(0).toNs()).isEqualTo(Press.at(1_075));
        press.tick(1_205);
        assertThat(press.said.standing()).hasSize(2);
        assertThat(press.said.standing().get(0).open()).isFalse();
        assertThat(press.said.standing().get(0).toNs()).isEqualTo(Press.at(SHIFT_END_SECOND));
        press.say(1_100, 1_206, new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "", ""));
        assertThat(press.said.standing())
                .extracting(Outputs.StateInterval::fromNs)
                .containsExactly(Press.at(1_000), Press.at(1_100), Press.at(SHIFT_END_SECOND));
    }

    private static void calendar(final Press press) {
        final LocalTime end = LocalTime.ofInstant(
                Instant.ofEpochSecond(Press.at(SHIFT_END_SECOND) / Press.SECOND_NS), ZoneOffset.UTC);
        press.definitions.apply(new Fact.CalendarDefined(
                0,
                "acme/berlin",
                "UTC",
                "shift one Mon-Sun " + end.minusHours(4) + "-" + end + "\nshift two Mon-Sun " + end + "-"
                        + end.plusHours(4) + "\n"));
    }

    private static ConfirmationPolicy policy(
            final boolean atShiftEnd,
            final boolean withActivities,
            final boolean mayGoNegative,
            final CorrectionPolicy correction) {
        return new ConfirmationPolicy(
                0, 0, true, atShiftEnd, withActivities, mayGoNegative, ConfirmationPolicy.AS_THE_MACHINE, correction);
    }

    private static Confirmation only(final Press press) {
        assertThat(press.said.confirmations).hasSize(1);
        return press.said.confirmations.get(0);
    }

    private static Activity seconds(final long setup, final long machine, final long interrupted, final long labour) {
        return new Activity(
                setup * Press.SECOND_NS,
                machine * Press.SECOND_NS,
                interrupted * Press.SECOND_NS,
                labour * Press.SECOND_NS);
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
