package io.millrace.core.aggregate;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.calendar.Shift;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final LocalPeriods periods;
    private final CellIds ids;
    private final Map<String, Move> byName = new LinkedHashMap<>();

    Moves(final LocalPeriods periods, final CellIds ids) {
        this.periods = periods;
        this.ids = ids;
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
        periods.in(interval.planned().zone());
        final OperationKey operation = interval.operation();
        final long toNs = interval.toNs();
        long atNs = interval.fromNs();
        while (atNs < toNs) {
            final Period hour = periods.hour(atNs);
            final long endNs = Math.min(toNs, hour.toNs());
            move(hour, operation, part(interval, stop, endNs - atNs), taking);
            atNs = endNs;
        }
        atNs = interval.fromNs();
        while (atNs < toNs) {
            final Period day = periods.day(atNs);
            final long endNs = Math.min(toNs, day.toNs());
            move(day, operation, part(interval, stop, endNs - atNs), taking);
            atNs = endNs;
        }
        final Shift shift = interval.planned().shift();
        if (shift != null) {
            move(periods.shift(shift), operation, part(interval, stop, toNs - interval.fromNs()), taking);
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
        final Aggregate part =
                Aggregate.of(Sums.of(counts)).with(reasonOf(stop), new Stood(1, 0, Math.max(0, standing.downNs())));
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
            final @Nullable OperationKey operation,
            final Aggregate part,
            final boolean taking) {
        periods.in(planned.zone());
        move(periods.hour(timeNs), operation, part, taking);
        move(periods.day(timeNs), operation, part, taking);
        if (planned.shift() != null) {
            move(periods.shift(planned.shift()), operation, part, taking);
        }
    }

    /** Once for all, and once for its operation if it has one. */
    private void move(
            final Period period, final @Nullable OperationKey operation, final Aggregate part, final boolean taking) {
        move(ids.of(period, null), part, taking);
        if (operation != null) {
            move(ids.of(period, operation), part, taking);
        }
    }

    private void move(final CellId id, final Aggregate part, final boolean taking) {
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
        return itsOperation && beganIn(id.period(), stop);
    }

    private static boolean beganIn(final Period period, final Stop stop) {
        final ZoneId zone = ZoneId.of(stop.planned().zone());
        final Shift shift = stop.planned().shift();
        return switch (period.kind()) {
            case HOUR -> Period.hour(stop.fromNs(), zone).text().equals(period.text());
            case DAY -> Period.day(stop.fromNs(), zone).text().equals(period.text());
            case SHIFT -> shift != null && Period.shift(shift).text().equals(period.text());
            case TOTAL -> false;
        };
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
