package io.millrace.core.aggregate;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.calendar.Shift;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Periods;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one statement takes out of a machine's figures and puts into them. Everything goes into the hour, the shift and the day it lies in,
 * once for all and once for its operation. Not thread-safe.
 */
final class Moves {
    /** What is taken out of the figures of one period, and what is put in. */
    static final class Move {
        final CellId id;
        Aggregate taken = Aggregate.ZERO;
        Aggregate put = Aggregate.ZERO;

        private Move(final CellId id) {
            this.id = id;
        }
    }

    private final Scope scope;
    private final TreeMap<String, Move> byName = new TreeMap<>();

    Moves(final String machine) {
        scope = Scope.machine(machine);
    }

    Collection<Move> all() {
        return byName.values();
    }

    void take(final @Nullable StateInterval interval, final @Nullable Standing stop) {
        if (interval != null && !interval.withdrawn()) {
            move(interval, stop == null ? null : stop.stop(), true);
        }
    }

    void put(final StateInterval interval, final @Nullable Standing stop) {
        if (!interval.withdrawn()) {
            move(interval, stop == null ? null : stop.stop(), false);
        }
    }

    void take(final @Nullable Standing stop) {
        if (stop != null) {
            move(stop, true);
        }
    }

    void put(final @Nullable Standing stop) {
        if (stop != null) {
            move(stop, false);
        }
    }

    void take(final @Nullable Counted counted) {
        if (counted != null) {
            move(counted, true);
        }
    }

    void put(final Counted counted) {
        move(counted, false);
    }

    private void move(final StateInterval interval, final @Nullable Stop stop, final boolean taking) {
        final ZoneId zone = ZoneId.of(interval.planned().zone());
        for (final OperationKey operation : withNone(interval.operation())) {
            for (final Periods.Span part : Periods.hours(interval.fromNs(), interval.toNs(), zone)) {
                move(Period.hour(part.fromNs(), zone), operation, part(interval, stop, part.lengthNs()), taking);
            }
            for (final Periods.Span part : Periods.days(interval.fromNs(), interval.toNs(), zone)) {
                move(Period.day(part.fromNs(), zone), operation, part(interval, stop, part.lengthNs()), taking);
            }
            final Shift shift = interval.planned().shift();
            if (shift != null) {
                move(Period.shift(shift), operation, part(interval, stop, interval.toNs() - interval.fromNs()), taking);
            }
        }
    }

    private static Aggregate part(final StateInterval interval, final @Nullable Stop stop, final long ns) {
        final Sums time = Sums.of(interval.element(), ns);
        if (!isStanding(interval.element())) {
            return Aggregate.of(time).with(interval.profile(), ns);
        }
        final boolean planned = interval.element() == TimeElement.PLANNED;
        return Aggregate.of(planned || stop == null ? time : time.plus(Sums.of(within(stop, ns))))
                .with(interval.profile(), ns)
                .with(reason(interval, stop, planned), new Stood(0, ns, 0));
    }

    private static Stops within(final Stop stop, final long ns) {
        return new Stops(0, 0, stop.micro() ? ns : 0, 0, isFailure(stop) ? ns : 0);
    }

    /** Its own reason, else what the stop that it is a part of is charged to. */
    private static Reason reason(final StateInterval interval, final @Nullable Stop stop, final boolean planned) {
        return interval.reason().isEmpty() && stop != null
                ? Reason.of(stop.reason(), stop.state(), planned)
                : Reason.of(interval.reason(), interval.state(), planned);
    }

    private void move(final Standing standing, final boolean taking) {
        final Stop stop = standing.stop();
        if (stop.withdrawn() || !isStanding(stop.element())) {
            return;
        }
        final boolean planned = stop.element() == TimeElement.PLANNED;
        final Stops counts = planned ? Stops.ZERO : new Stops(1, stop.micro() ? 1 : 0, 0, isFailure(stop) ? 1 : 0, 0);
        final Aggregate part = Aggregate.of(Sums.of(counts)).with(reasonOf(stop), new Stood(1, 0, standing.downNs()));
        moveAt(stop.fromNs(), stop.planned(), stop.operation(), part, taking);
    }

    private void move(final Counted counted, final boolean taking) {
        final Long runtimeNs = counted.runtimePerUnitNs() == 0 ? null : counted.runtimePerUnitNs();
        final Aggregate part = Aggregate.of(Sums.of(counted.quantities(), runtimeNs));
        moveAt(counted.fromNs(), counted.planned(), counted.operation(), part, taking);
    }

    private void moveAt(
            final long timeNs,
            final Planned planned,
            final @Nullable OperationKey of,
            final Aggregate part,
            final boolean taking) {
        for (final Period period : at(timeNs, planned)) {
            for (final OperationKey operation : withNone(of)) {
                move(period, operation, part, taking);
            }
        }
    }

    private static List<Period> at(final long timeNs, final Planned planned) {
        final ZoneId zone = ZoneId.of(planned.zone());
        final Period hour = Period.hour(timeNs, zone);
        final Period day = Period.day(timeNs, zone);
        return planned.shift() == null ? List.of(hour, day) : List.of(hour, day, Period.shift(planned.shift()));
    }

    private static List<@Nullable OperationKey> withNone(final @Nullable OperationKey operation) {
        final List<@Nullable OperationKey> both = new ArrayList<>(2);
        both.add(null);
        if (operation != null) {
            both.add(operation);
        }
        return both;
    }

    private void move(
            final Period period, final @Nullable OperationKey operation, final Aggregate part, final boolean taking) {
        final CellId id = new CellId(scope, period, operation);
        final Move move = byName.computeIfAbsent(id.name(), name -> new Move(id));
        if (taking) {
            move.taken = move.taken.plus(part);
        } else {
            move.put = move.put.plus(part);
        }
    }

    /** True if a stop of this kind began in the period and for the operation: it is one of those its figures count. */
    static boolean counts(final CellId id, final Stop stop) {
        if (stop.withdrawn() || !isStanding(stop.element())) {
            return false;
        }
        final boolean itsOperation = id.operation() == null || id.operation().equals(stop.operation());
        return itsOperation
                && at(stop.fromNs(), stop.planned()).stream()
                        .anyMatch(period -> period.kind() == id.period().kind()
                                && period.text().equals(id.period().text()));
    }

    static Reason reasonOf(final Stop stop) {
        return Reason.of(stop.reason(), stop.state(), stop.element() == TimeElement.PLANNED);
    }

    /** @return how much of the interval is downtime of the kind that the stop is */
    static long downNs(final StateInterval interval, final Stop stop) {
        final boolean itsKind = isStanding(interval.element())
                && isStanding(stop.element())
                && (interval.element() == TimeElement.PLANNED) == (stop.element() == TimeElement.PLANNED);
        return itsKind && !interval.withdrawn() ? interval.toNs() - interval.fromNs() : 0;
    }

    private static boolean isStanding(final TimeElement element) {
        return switch (element) {
            case DELAY, DOWN, PLANNED -> true;
            case PRODUCTION, SETUP, UNSCHEDULED, UNKNOWN -> false;
        };
    }

    private static boolean isFailure(final Stop stop) {
        return stop.category() == ReasonCategory.FAILURE;
    }
}
