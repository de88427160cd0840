package io.millrace.core.downtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs;
import io.millrace.core.machine.Outputs.StateInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The figures of an hour are those of the latest statement of each interval, whatever was said before. */
class DowntimeHourTest {
    private static final String MACHINE = "acme/berlin/press/line1/press1";
    private static final long MINUTE = 60_000_000_000L;
    private static final long TEN = 497_222L * DowntimeHour.HOUR_NS;
    private static final long ELEVEN = TEN + DowntimeHour.HOUR_NS;

    private final DowntimeHour hour = new DowntimeHour(MACHINE, TEN);
    private final Map<String, Downtime> figures = new LinkedHashMap<>();
    private final List<Downtime> said = new ArrayList<>();

    @Test
    void shouldAddUpTheStopsOfOneReason() {
        apply(hour, stop(TEN + 5 * MINUTE, 3, "JAM", 1));
        apply(hour, stop(TEN + 20 * MINUTE, 10, "JAM", 2));
        apply(hour, stop(TEN + 40 * MINUTE, 2, "NO-MATERIAL", 3));
        expect("JAM", 2, 13, 10);
        expect("NO-MATERIAL", 1, 2, 2);
    }

    @Test
    void shouldNameTheStateWhereNobodyGaveAReason() {
        apply(hour, interval(TEN, TEN + MINUTE, MachineState.HELD, "", 1, false));
        apply(hour, interval(TEN + MINUTE, TEN + 3 * MINUTE, MachineState.ABORTED, "", 2, false));
        expect("(HELD)", 1, 1, 1);
        expect("(ABORTED)", 1, 2, 2);
    }

    @Test
    void shouldCountTimeOfWhichNothingIsKnownAsItself() {
        apply(hour, interval(TEN, TEN + 7 * MINUTE, MachineState.UNKNOWN, "", 1, false));
        apply(hour, interval(TEN + 7 * MINUTE, TEN + 8 * MINUTE, MachineState.UNKNOWN, "JAM", 2, false));
        expect(Downtime.NO_DATA, 2, 8, 7);
        assertThat(figures).hasSize(1);
    }

    @Test
    void shouldNotCountProductionAndIdleness() {
        for (final MachineState state : List.of(MachineState.EXECUTE, MachineState.IDLE, MachineState.COMPLETE)) {
            apply(hour, interval(TEN, TEN + MINUTE, state, "JAM", state.code(), false));
        }
        assertThat(said).isEmpty();
    }

    @Test
    void shouldCountAStopOnlyInTheHourItStartsIn() {
        final DowntimeHour next = new DowntimeHour(MACHINE, ELEVEN);
        final StateInterval across = stop(ELEVEN - 10 * MINUTE, 25, "JAM", 1);
        apply(hour, across);
        expect("JAM", 1, 10, 10);
        apply(next, across);
        expect("JAM", 0, 15, 15);
    }

    @Test
    void shouldCountAnHourInTheMiddleOfALongStopWhole() {
        final DowntimeHour next = new DowntimeHour(MACHINE, ELEVEN);
        apply(next, stop(TEN + 30 * MINUTE, 200, "BREAKDOWN", 1));
        expect("BREAKDOWN", 0, 60, 60);
        assertThat(DowntimeHour.lastHour(hour, stop(TEN + 30 * MINUTE, 200, "BREAKDOWN", 1)))
                .isEqualTo(TEN + 3 * DowntimeHour.HOUR_NS);
    }

    @Test
    void shouldLeaveAnHourThatAStopEndsAtAlone() {
        final StateInterval toTheHour = stop(ELEVEN - 10 * MINUTE, 10, "JAM", 1);
        assertThat(DowntimeHour.lastHour(hour, toTheHour)).isEqualTo(TEN);
        final DowntimeHour next = new DowntimeHour(MACHINE, ELEVEN);
        apply(next, toTheHour);
        assertThat(said).isEmpty();
    }

    @Test
    void shouldMoveRestatedTimeToItsNewReason() {
        apply(hour, interval(TEN, TEN + 6 * MINUTE, MachineState.HELD, "", 1, false));
        apply(hour, stop(TEN, 6, "JAM", 2));
        expect("(HELD)", 0, 0, 0);
        expect("JAM", 1, 6, 6);
    }

    @Test
    void shouldShrinkWhenAnIntervalIsRestatedShorter() {
        apply(hour, stop(TEN, 50, "JAM", 1));
        apply(hour, stop(TEN, 2, "JAM", 2));
        expect("JAM", 1, 2, 2);
    }

    @Test
    void shouldReachTheHoursAnIntervalNoLongerReaches() {
        final DowntimeHour next = new DowntimeHour(MACHINE, ELEVEN);
        final StateInterval across = stop(ELEVEN - 10 * MINUTE, 25, "JAM", 1);
        final StateInterval shorter = stop(ELEVEN - 10 * MINUTE, 5, "JAM", 2);
        apply(hour, across);
        apply(next, across);
        assertThat(DowntimeHour.lastHour(hour, shorter)).isEqualTo(ELEVEN);
        apply(hour, shorter);
        expect("JAM", 1, 5, 5);
        apply(next, shorter);
        expect("JAM", 0, 0, 0);
    }

    @Test
    void shouldTakeOutWhatIsWithdrawn() {
        apply(hour, stop(TEN, 6, "JAM", 1));
        apply(hour, stop(TEN + 10 * MINUTE, 2, "JAM", 2));
        apply(hour, interval(TEN, TEN + 6 * MINUTE, MachineState.HELD, "JAM", 3, true));
        expect("JAM", 1, 2, 2);
    }

    @Test
    void shouldIgnoreAnOlderStatementThatComesLater() {
        apply(hour, stop(TEN, 6, "JAM", 2));
        final int before = said.size();
        apply(hour, stop(TEN, 50, "JAM", 1));
        apply(hour, stop(TEN, 50, "JAM", 2));
        assertThat(said).hasSize(before);
        apply(hour, interval(TEN, TEN + 6 * MINUTE, MachineState.HELD, "JAM", 3, true));
        apply(hour, stop(TEN, 6, "JAM", 2));
        expect("JAM", 0, 0, 0);
    }

    @Test
    void shouldRaiseTheRevisionWithEveryStatementAlsoOverARestart() {
        apply(hour, stop(TEN, 6, "JAM", 1));
        final DowntimeHour restored = new DowntimeHour(MACHINE, TEN, hour.pieces(), hour.revisions());
        apply(restored, stop(TEN + 20 * MINUTE, 1, "JAM", 2));
        assertThat(said).extracting(Downtime::revision).containsExactly(1, 2);
        expect("JAM", 2, 7, 6);
    }

    /** Intervals are restated at random over three hours; each hour must show the sums of those that stand. */
    @Property(tries = 300)
    void shouldShowTheSumsOfTheLatestStatements(@ForAll final long seed) {
        final Random random = new Random(seed);
        final Map<Long, DowntimeHour> hours = new TreeMap<>();
        for (long at = TEN; at < TEN + 6 * DowntimeHour.HOUR_NS; at += DowntimeHour.HOUR_NS) {
            hours.put(at, new DowntimeHour(MACHINE, at));
        }
        final Map<String, Downtime> shown = new TreeMap<>();
        final Map<Long, StateInterval> standing = new TreeMap<>();
        for (int i = 1; i <= 60; i++) {
            final long from = TEN + random.nextInt(20) * 9 * MINUTE;
            final MachineState state = random.nextInt(4) == 0 ? MachineState.EXECUTE : MachineState.HELD;
            final StateInterval interval = interval(
                    from,
                    from + (1 + random.nextInt(150)) * MINUTE,
                    state,
                    random.nextBoolean() ? "JAM" : "SETUP",
                    i,
                    random.nextInt(5) == 0);
            final long last = DowntimeHour.lastHour(hours.get(DowntimeHour.hourOf(from)), interval);
            for (long at = DowntimeHour.hourOf(from); at <= last; at += DowntimeHour.HOUR_NS) {
                hours.get(at).apply(interval, each -> shown.put(each.hourStartNs() + each.reason(), each));
            }
            standing.put(from, interval);
        }
        for (final Downtime figure : shown.values()) {
            final List<StateInterval> counted = standing.values().stream()
                    .filter(each -> !each.withdrawn() && each.state() == MachineState.HELD)
                    .filter(each -> each.reason().equals(figure.reason()))
                    .toList();
            assertThat(figure.sumNs())
                    .isEqualTo(counted.stream()
                            .mapToLong(each -> within(each, figure.hourStartNs()))
                            .sum());
            assertThat(figure.longestNs())
                    .isEqualTo(counted.stream()
                            .mapToLong(each -> within(each, figure.hourStartNs()))
                            .max()
                            .orElse(0));
            assertThat((long) figure.count())
                    .isEqualTo(counted.stream()
                            .filter(each -> DowntimeHour.hourOf(each.fromNs()) == figure.hourStartNs())
                            .count());
        }
    }

    private static long within(final StateInterval interval, final long hourNs) {
        final long from = Math.max(interval.fromNs(), hourNs);
        final long to = Math.min(interval.toNs(), hourNs + DowntimeHour.HOUR_NS);
        return Math.max(0, to - from);
    }

    private void apply(final DowntimeHour to, final StateInterval interval) {
        to.apply(interval, figure -> {
            said.add(figure);
            figures.put(figure.reason(), figure);
        });
    }

    private void expect(final String reason, final int count, final long sumMinutes, final long longestMinutes) {
        final Downtime figure = figures.get(reason);
        assertThat(figure).as(reason).isNotNull();
        assertThat(figure.count()).as("count").isEqualTo(count);
        assertThat(figure.sumNs()).as("sum").isEqualTo(sumMinutes * MINUTE);
        assertThat(figure.longestNs()).as("longest").isEqualTo(longestMinutes * MINUTE);
    }

    private static StateInterval stop(final long from, final int minutes, final String reason, final long revision) {
        return interval(from, from + minutes * MINUTE, MachineState.HELD, reason, revision, false);
    }

    private static StateInterval interval(
            final long from,
            final long to,
            final MachineState state,
            final String reason,
            final long revision,
            final boolean withdrawn) {
        return new StateInterval(
                MACHINE,
                from,
                to,
                state,
                Mode.PRODUCTION,
                "",
                reason,
                null,
                TimeElement.DELAY,
                "packml",
                new Outputs.Planned(null, true, false, "UTC"),
                false,
                revision,
                withdrawn,
                withdrawn ? "late" : "");
    }
}
