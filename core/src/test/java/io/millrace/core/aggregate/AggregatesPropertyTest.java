package io.millrace.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.aggregate.Period.Kind;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.Times;
import io.millrace.core.machine.Outputs.StateInterval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever was stated before, in whatever order: the figures are those of what stands in the end. jqwik prints the seed. */
class AggregatesPropertyTest {
    private static final String LINE = "acme/berlin/press/line1";
    private static final LocalDate DATE = LocalDate.of(2026, 9, 21);
    private static final String ZONE = "Europe/Berlin";

    private static Day day(final String machine, final long seed) {
        return new Day(LINE + "/" + machine, DATE, ZONE, seed);
    }

    private static Map<String, Aggregate> cells(final Analysis analysis, final String machine) {
        final Map<String, Aggregate> cells = new TreeMap<>();
        analysis.book(machine).cells.forEach((name, cell) -> cells.put(name, cell.now()));
        cells.values().removeIf(Aggregate::isZero);
        return cells;
    }

    private static Sums sum(final Analysis analysis, final String machine, final Predicate<CellId> which) {
        return analysis.book(machine).cells.values().stream()
                .filter(cell -> which.test(cell.id()))
                .map(cell -> cell.now().sums())
                .reduce(Sums.ZERO, Sums::plus);
    }

    @Property(tries = 80)
    void shouldNotDependOnWhatWasStatedBeforeNorOnTheOrder(@ForAll final long seed) {
        final Day day = day("press1", seed);
        final Analysis atOnce = new Analysis().take(day.finals());
        final Analysis asItCame = new Analysis().take(day.statements());

        assertThat(cells(asItCame, day.machine)).isEqualTo(cells(atOnce, day.machine));
    }

    @Property(tries = 30)
    void shouldCountEachThingOnceInEachPeriodThatCoversIt(@ForAll final long seed) {
        final Day day = day("press1", seed);
        final Analysis analysis = new Analysis().take(day.statements());

        final Sums hours = sum(analysis, day.machine, id -> id.period().kind() == Kind.HOUR && id.operation() == null);
        final Sums days = sum(analysis, day.machine, id -> id.period().kind() == Kind.DAY && id.operation() == null);
        final Sums shifts =
                sum(analysis, day.machine, id -> id.period().kind() == Kind.SHIFT && id.operation() == null);
        assertThat(hours).isEqualTo(days);
        final Times unscheduled = new Times(0, 0, 0, 0, 0, days.times().unscheduledNs(), 0);
        assertThat(shifts)
                .isEqualTo(days.minus(new Sums(unscheduled, Sums.ZERO.quantities(), 0, 0, Sums.ZERO.stops())));
        assertThat(days.times().totalNs()).isEqualTo(24 * Day.HOUR_NS);
        assertThat(days.stops().count())
                .isEqualTo(day.stops.stream()
                        .filter(stop -> !stop.reason().equals("CLEANING"))
                        .count());
        for (final Cell cell : analysis.book(day.machine).cells.values()) {
            final boolean isShift = cell.id().period().kind() == Kind.SHIFT;
            if (isShift && cell.id().operation() == null) {
                assertThat(cell.now().sums().times().totalNs()).isEqualTo(8 * Day.HOUR_NS);
            }
        }
    }

    @Property(tries = 30)
    void shouldExplainAllDelayAndDownTimeByReasons(@ForAll final long seed) {
        final Day day = day("press1", seed);
        final Analysis analysis = new Analysis().take(day.statements());

        for (final Cell cell : analysis.book(day.machine).cells.values()) {
            long unplanned = 0;
            long planned = 0;
            for (final Map.Entry<Reason, Stood> each : cell.now().downtime().entrySet()) {
                unplanned += each.getKey().planned() ? 0 : each.getValue().sumNs();
                planned += each.getKey().planned() ? each.getValue().sumNs() : 0;
            }
            final Times times = cell.now().sums().times();
            assertThat(unplanned).as(cell.id().name()).isEqualTo(times.delayNs() + times.downNs());
            assertThat(planned).as(cell.id().name()).isEqualTo(times.plannedNs());
        }
    }

    /** From the statements alone, without any of the code under test. */
    @Property(tries = 30)
    void shouldFindTheLongestStopOfEachReason(@ForAll final long seed) {
        final Day day = day("press1", seed);
        final Analysis analysis = new Analysis().take(day.statements());
        final Map<String, Long> longest = new TreeMap<>();
        day.stops.forEach(stop -> longest.merge(
                stop.reason().isEmpty() ? "(HELD)" : stop.reason(),
                day.intervals.stream()
                        .filter(it -> it.fromNs() >= stop.fromNs() && it.fromNs() < stop.toNs())
                        .filter(it -> it.element() == stop.element())
                        .mapToLong(it -> it.toNs() - it.fromNs())
                        .sum(),
                Math::max));

        final Map<String, Long> found = new TreeMap<>();
        analysis.book(day.machine).cells.values().stream()
                .filter(cell ->
                        cell.id().period().kind() == Kind.DAY && cell.id().operation() == null)
                .forEach(cell -> cell.now().downtime().forEach((reason, stood) -> {
                    if (stood.count() > 0) {
                        found.put(reason.code(), stood.longestNs());
                    }
                }));
        assertThat(found).isEqualTo(longest);
    }

    @Property(tries = 20)
    void shouldSumUpMachinesInEachWholeTheyAreAPartOf(@ForAll final long seed) {
        final Analysis analysis = new Analysis();
        final List<Day> days = List.of(day("press1", seed), day("press2", seed + 1), day("press3", ~seed));
        final List<Object> all = new ArrayList<>();
        days.forEach(day -> all.addAll(day.statements()));
        Collections.shuffle(all, new Random(seed));
        analysis.take(all);
        days.forEach(day -> analysis.hear(day.machine, day.startNs + 30 * Day.HOUR_NS));

        Aggregate whole = Aggregate.ZERO;
        for (final Day day : days) {
            whole = whole.plus(
                    analysis.book(day.machine).cells.get("DAY|2026-09-21").now());
        }
        for (final String scope : List.of(LINE, "acme/berlin/press", "acme/berlin", "acme")) {
            assertThat(analysis.scopes.cells.get(scope + "|DAY|2026-09-21").now())
                    .isEqualTo(whole);
            assertThat(analysis.figure(scope + "|DAY|2026-09-21").sums()).isEqualTo(whole.sums());
            assertThat(analysis.figure(scope + "|SHIFT|2026-09-21 early")
                            .sums()
                            .times()
                            .totalNs())
                    .isEqualTo(3 * 8 * Day.HOUR_NS);
        }
        final Sums operations = Sums.ZERO
                .plus(analysis.figure("order:1001/0010|TOTAL").sums())
                .plus(analysis.figure("order:1002/0010|TOTAL").sums());
        final long timeOfOperations = days.stream()
                .flatMap(day -> day.intervals.stream())
                .filter(it -> it.operation() != null)
                .mapToLong(it -> it.toNs() - it.fromNs())
                .sum();
        assertThat(operations.times().totalNs()).isEqualTo(timeOfOperations);
        assertThat(analysis.figure("order:1001|TOTAL").sums())
                .isEqualTo(analysis.figure("order:1001/0010|TOTAL").sums());
    }

    /** What was said last is what stands: nothing is left unsaid once the machine is heard again. */
    @Property(tries = 20)
    void shouldLeaveNothingUnsaid(@ForAll final long seed) {
        final Day day = day("press1", seed);
        final Analysis analysis = new Analysis().take(day.statements());
        analysis.hear(day.machine, day.startNs + 30 * Day.HOUR_NS);

        for (final Cell cell : analysis.book(day.machine).cells.values()) {
            assertThat(cell.said()).as(cell.id().name()).isEqualTo(cell.now());
            if (!cell.now().isZero()) {
                assertThat(analysis.figure(cell.id().key()).sums())
                        .isEqualTo(cell.now().sums());
            }
            cell.now().downtime().forEach((reason, stood) -> assertThat(analysis.downtime
                            .get(new Downtime(cell.id(), reason, stood, Figure.State.FINAL, 1, 1).key())
                            .stood())
                    .isEqualTo(stood));
        }
        assertThat(day.intervals).extracting(StateInterval::machine).containsOnly(day.machine);
    }
}
