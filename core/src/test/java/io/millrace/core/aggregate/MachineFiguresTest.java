package io.millrace.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineFiguresTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final String ZONE = "Europe/Berlin";
    private static final OperationKey ORDER = new OperationKey("1001", "0010");
    private static final LocalDate DATE = LocalDate.of(2026, 9, 21);
    private static final long MINUTE = Day.MINUTE_NS;
    private static final long HOUR = Day.HOUR_NS;
    private static final long TEN = Day.at(DATE, 10, ZONE);
    private static final Shift EARLY = new Shift("early", DATE, TEN - 4 * HOUR, TEN + 4 * HOUR);
    private static final Planned IN_SHIFT = new Planned(EARLY, true, false, ZONE);

    private final Analysis analysis = new Analysis();
    private long revision;

    private boolean state(
            final long fromNs,
            final long toNs,
            final MachineState state,
            final String reason,
            final TimeElement element,
            final boolean withdrawn) {
        return analysis.take(new StateInterval(
                PRESS,
                fromNs,
                toNs,
                state,
                Mode.PRODUCTION,
                "",
                reason,
                ORDER,
                element,
                "packml",
                IN_SHIFT,
                false,
                ++revision,
                withdrawn,
                ""));
    }

    private void produced(final long fromNs, final long toNs) {
        state(fromNs, toNs, MachineState.EXECUTE, "", TimeElement.PRODUCTION, false);
    }

    private void held(final long fromNs, final long toNs, final String reason) {
        state(fromNs, toNs, MachineState.HELD, reason, TimeElement.DELAY, false);
    }

    private void stop(
            final long fromNs,
            final long toNs,
            final String reason,
            final ReasonCategory category,
            final boolean micro,
            final boolean withdrawn) {
        analysis.take(new Stop(
                PRESS,
                fromNs,
                toNs,
                MachineState.HELD,
                Mode.PRODUCTION,
                "",
                reason,
                category,
                ORDER,
                TimeElement.DELAY,
                micro,
                IN_SHIFT,
                ++revision,
                withdrawn));
    }

    private void counted(final long fromNs, final long goodMilli, final long runtimeNs) {
        analysis.take(new Counted(
                PRESS, ORDER, fromNs, new Quantities(goodMilli, 0, 0), runtimeNs, IN_SHIFT, fromNs + 10 * MINUTE));
    }

    private void hear(final long timeNs) {
        analysis.hear(PRESS, timeNs);
    }

    private Aggregate cell(final String name) {
        return analysis.book(PRESS).cells.get(name).now();
    }

    @Test
    void shouldCutTimeAtLocalHoursAndChargeAStopToTheHourItBeginsIn() {
        produced(TEN, TEN + 50 * MINUTE);
        held(TEN + 50 * MINUTE, TEN + 80 * MINUTE, "JAM");
        stop(TEN + 50 * MINUTE, TEN + 80 * MINUTE, "JAM", ReasonCategory.FAILURE, false, false);

        final Aggregate ten = cell("HOUR|2026-09-21T08:00:00Z");
        assertThat(ten.stood(new Reason("JAM", false))).isEqualTo(new Stood(1, 10 * MINUTE, 30 * MINUTE));
        assertThat(ten.sums().stops().failures()).isEqualTo(1);
        assertThat(ten.sums().stops().restoreNs()).isEqualTo(10 * MINUTE);
        final Aggregate eleven = cell("HOUR|2026-09-21T09:00:00Z");
        assertThat(eleven.stood(new Reason("JAM", false))).isEqualTo(new Stood(0, 20 * MINUTE, 0));
        assertThat(eleven.sums().stops().restoreNs()).isEqualTo(20 * MINUTE);
        assertThat(cell("SHIFT|2026-09-21 early").stood(new Reason("JAM", false)))
                .isEqualTo(new Stood(1, 30 * MINUTE, 30 * MINUTE));
        assertThat(cell("DAY|2026-09-21|1001/0010").sums().times().delayNs()).isEqualTo(30 * MINUTE);
    }

    @Test
    void shouldChargeWhatHasNoReasonToTheReasonOfItsStop() {
        state(TEN, TEN + MINUTE, MachineState.HOLDING, "", TimeElement.DELAY, false);
        held(TEN + MINUTE, TEN + 9 * MINUTE, "JAM");
        assertThat(cell("DAY|2026-09-21").downtime()).containsKey(new Reason("(HOLDING)", false));
        stop(TEN, TEN + 9 * MINUTE, "JAM", ReasonCategory.UNPLANNED, false, false);

        assertThat(cell("DAY|2026-09-21").downtime())
                .containsOnlyKeys(new Reason("JAM", false))
                .containsEntry(new Reason("JAM", false), new Stood(1, 9 * MINUTE, 9 * MINUTE));
    }

    @Test
    void shouldLookForTheNextLongestWhereTheLongestStopIsRestated() {
        held(TEN, TEN + 20 * MINUTE, "JAM");
        stop(TEN, TEN + 20 * MINUTE, "JAM", ReasonCategory.UNPLANNED, false, false);
        held(TEN + 30 * MINUTE, TEN + 35 * MINUTE, "JAM");
        stop(TEN + 30 * MINUTE, TEN + 35 * MINUTE, "JAM", ReasonCategory.UNPLANNED, false, false);
        assertThat(cell("DAY|2026-09-21").stood(new Reason("JAM", false)).longestNs())
                .isEqualTo(20 * MINUTE);

        held(TEN, TEN + 20 * MINUTE, "NO-MATERIAL");
        stop(TEN, TEN + 20 * MINUTE, "NO-MATERIAL", ReasonCategory.UNPLANNED, false, false);

        assertThat(cell("DAY|2026-09-21").downtime())
                .containsEntry(new Reason("JAM", false), new Stood(1, 5 * MINUTE, 5 * MINUTE))
                .containsEntry(new Reason("NO-MATERIAL", false), new Stood(1, 20 * MINUTE, 20 * MINUTE));
    }

    @Test
    void shouldCountMicroStopsBesideDelayAndPlannedStopsNotAsStops() {
        held(TEN, TEN + MINUTE, "");
        stop(TEN, TEN + MINUTE, "", null, true, false);
        state(TEN + 5 * MINUTE, TEN + 9 * MINUTE, MachineState.HELD, "CLEANING", TimeElement.PLANNED, false);
        analysis.take(new Stop(
                PRESS,
                TEN + 5 * MINUTE,
                TEN + 9 * MINUTE,
                MachineState.HELD,
                Mode.PRODUCTION,
                "",
                "CLEANING",
                ReasonCategory.PLANNED,
                null,
                TimeElement.PLANNED,
                false,
                IN_SHIFT,
                ++revision,
                false));

        final Aggregate day = cell("DAY|2026-09-21");
        assertThat(day.sums().stops().count()).isEqualTo(1);
        assertThat(day.sums().stops().microCount()).isEqualTo(1);
        assertThat(day.sums().stops().microNs()).isEqualTo(MINUTE);
        assertThat(day.stood(new Reason("CLEANING", true))).isEqualTo(new Stood(1, 4 * MINUTE, 4 * MINUTE));
    }

    @Test
    void shouldNotSayWhatOneEventLeftHalfDone() {
        produced(TEN, TEN + HOUR);
        final int said = analysis.said.size();
        final MachineFigures figures = analysis.figures(PRESS);
        figures.hear(1_000, analysis);
        final int saidAtOnce = analysis.said.size();
        assertThat(saidAtOnce).isGreaterThan(said);
        for (final long minute : new long[] {3, 1, 2}) {
            figures.hear(1_000, analysis);
            figures.tryApply(new Counted(
                    PRESS, ORDER, TEN, new Quantities(1_000, 0, 0), 0, IN_SHIFT, TEN + HOUR + minute * MINUTE));
        }
        assertThat(analysis.said).hasSize(saidAtOnce);
        figures.hear(1_001, analysis);

        final Figure day = analysis.figure(PRESS + "|DAY|2026-09-21");
        assertThat(day.sums().quantities().goodMilli()).isEqualTo(3_000);
        assertThat(day.revision()).isEqualTo(2);
    }

    @Test
    void shouldSayAnOpenPeriodAtMostEveryHalfMinute() {
        for (int second = 1; second <= 180; second++) {
            state(TEN, TEN + second * Day.SECOND_NS, MachineState.EXECUTE, "", TimeElement.PRODUCTION, false);
        }
        final Figure hour = analysis.figure(PRESS + "|HOUR|2026-09-21T08:00:00Z");
        assertThat(hour.revision()).isBetween(6L, 7L);
        assertThat(hour.before()).isNull();
        hear(TEN + 240 * Day.SECOND_NS);
        assertThat(analysis.figure(PRESS + "|HOUR|2026-09-21T08:00:00Z")
                        .sums()
                        .times()
                        .productionNs())
                .isEqualTo(180 * Day.SECOND_NS);
    }

    @Test
    void shouldSayWhatARestatementChanged() {
        produced(TEN, TEN + 30 * MINUTE);
        counted(TEN, 30_000, MINUTE);
        held(TEN + 30 * MINUTE, TEN + HOUR, "JAM");
        stop(TEN + 30 * MINUTE, TEN + HOUR, "JAM", ReasonCategory.UNPLANNED, false, false);
        hear(TEN + HOUR);
        hear(TEN + HOUR + MINUTE);
        final String key = PRESS + "|HOUR|2026-09-21T08:00:00Z";
        assertThat(analysis.figure(key).kpis().oee()).isEqualTo(0.5);
        final long revisionBefore = analysis.figure(key).revision();

        state(TEN + 30 * MINUTE, TEN + HOUR, MachineState.HELD, "CLEANING", TimeElement.PLANNED, false);
        hear(TEN + HOUR + 2 * MINUTE);

        final Figure restated = analysis.figure(key);
        assertThat(restated.revision()).isEqualTo(revisionBefore + 1);
        assertThat(restated.state()).isEqualTo(Figure.State.PROVISIONAL);
        assertThat(restated.kpis().oee()).isEqualTo(1.0);
        assertThat(restated.before().times().delayNs()).isEqualTo(30 * MINUTE);
        assertThat(analysis.figure(PRESS + "|DAY|2026-09-21").before())
                .as("the day still lasts")
                .isNull();
    }

    @Test
    void shouldSayAPlannedRunTimeThatBecameKnownForWhatWasCountedBefore() {
        counted(TEN, 1_000, 0);
        assertThat(cell("DAY|2026-09-21").sums().plannedUnknownMilli()).isEqualTo(1_000);
        counted(TEN, 500, 2 * MINUTE);

        assertThat(cell("DAY|2026-09-21").sums().plannedUnknownMilli()).isZero();
        assertThat(cell("DAY|2026-09-21").sums().plannedRunNs()).isEqualTo(3 * MINUTE);
    }

    @Test
    void shouldSayFiguresAsFinalAfterTheHorizonAndForgetThemLater() {
        produced(TEN, TEN + HOUR);
        hear(TEN + HOUR + MINUTE);
        final String hour = PRESS + "|HOUR|2026-09-21T08:00:00Z";
        final List<String> scopes = new ArrayList<>(List.of(hour, hour.replace("/press1", ""), "acme|DAY|2026-09-21"));
        scopes.forEach(key -> assertThat(analysis.figure(key).state()).isEqualTo(Figure.State.PROVISIONAL));

        produced(TEN + MachineAccount.HORIZON_NS, TEN + MachineAccount.HORIZON_NS + 30 * HOUR);
        hear(TEN + MachineAccount.HORIZON_NS + 30 * HOUR + MINUTE);
        scopes.forEach(key -> {
            assertThat(analysis.figure(key).state()).as(key).isEqualTo(Figure.State.FINAL);
            assertThat(analysis.figure(key).before()).isNull();
        });

        counted(TEN, 1_000, 0);
        hear(TEN + MachineAccount.HORIZON_NS + 32 * HOUR);
        assertThat(analysis.figure(hour).state()).isEqualTo(Figure.State.FINAL);
        assertThat(analysis.figure(hour).before())
                .as("a decision restates it even so")
                .isNotNull();

        produced(TEN + 15 * 24 * HOUR, TEN + 15 * 24 * HOUR + HOUR);
        hear(TEN + 15 * 24 * HOUR + 2 * HOUR);
        assertThat(analysis.book(PRESS).cells).doesNotContainKey("HOUR|2026-09-21T08:00:00Z");
        assertThat(analysis.book(PRESS).intervals).doesNotContainKey(TEN);
        assertThat(state(TEN, TEN + MINUTE, MachineState.HELD, "", TimeElement.DELAY, false))
                .isFalse();
    }

    @Test
    void shouldNotCountTwiceWhatLastsLongerThanAnythingIsKept() {
        for (int day = 1; day <= 20; day++) {
            state(TEN, TEN + day * 24 * HOUR, MachineState.HELD, "JAM", TimeElement.DELAY, false);
        }
        hear(TEN + 20 * 24 * HOUR + MINUTE);

        assertThat(analysis.figure(PRESS + "|DAY|2026-10-09").sums().times().delayNs())
                .isEqualTo(24 * HOUR);
        state(TEN, TEN + 20 * 24 * HOUR, MachineState.HELD, "NO-MATERIAL", TimeElement.DELAY, false);

        assertThat(cell("DAY|2026-10-09").downtime()).containsOnlyKeys(new Reason("NO-MATERIAL", false));
        assertThat(analysis.book(PRESS).cells).doesNotContainKey("DAY|2026-09-22");
    }

    @Test
    void shouldGiveTheDaysOfTheClockChangeTheirLengthAndTheRepeatedHourTwoFigures() {
        final Day day = new Day(PRESS, LocalDate.of(2026, 10, 25), ZONE, 1);
        analysis.take(day.statements());
        hear(day.startNs + 30 * HOUR);

        assertThat(analysis.figure(PRESS + "|DAY|2026-10-25").sums().times().totalNs())
                .isEqualTo(25 * HOUR);
        assertThat(analysis.figures.keySet())
                .contains(PRESS + "|HOUR|2026-10-25T00:00:00Z", PRESS + "|HOUR|2026-10-25T01:00:00Z");
        assertThat(analysis.figures.keySet().stream()
                        .filter(key -> key.startsWith(PRESS + "|HOUR|") && key.endsWith("Z")))
                .hasSize(25);
        final Day spring = new Day(PRESS, LocalDate.of(2026, 3, 29), ZONE, 2);
        final Analysis another = new Analysis().take(spring.statements());
        another.hear(PRESS, spring.startNs + 30 * HOUR);
        assertThat(another.figure(PRESS + "|DAY|2026-03-29").sums().times().totalNs())
                .isEqualTo(23 * HOUR);
    }
}
