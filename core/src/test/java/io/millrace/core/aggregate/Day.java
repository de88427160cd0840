package io.millrace.core.aggregate;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A machine's day as its account would state it, with two shifts and a stop now and then. Written as if everything were known at once;
 * {@link #statements} tells it the way it comes about.
 */
final class Day {
    static final OperationKey ORDER = new OperationKey("1001", "0010");
    static final OperationKey OTHER = new OperationKey("1002", "0010");
    static final long SECOND_NS = 1_000_000_000L;
    static final long MINUTE_NS = 60 * SECOND_NS;
    static final long HOUR_NS = 60 * MINUTE_NS;

    final String machine;
    final String zone;
    final long startNs;
    final List<StateInterval> intervals = new ArrayList<>();
    final List<Stop> stops = new ArrayList<>();
    final List<Counted> counts = new ArrayList<>();
    private final Random random;

    Day(final String machine, final LocalDate date, final String zone, final long seed) {
        this.machine = machine;
        this.zone = zone;
        random = new Random(seed);
        startNs = at(date, 0, zone);
        final long earlyNs = at(date, 6, zone);
        final long lateNs = at(date, 14, zone);
        final long nightNs = at(date, 22, zone);
        final Shift early = new Shift("early", date, earlyNs, lateNs);
        final Shift late = new Shift("late", date, lateNs, nightNs);
        fill(startNs, earlyNs, null);
        fill(earlyNs, lateNs, early);
        fill(lateNs, nightNs, late);
        fill(nightNs, at(date.plusDays(1), 0, zone), null);
    }

    static long at(final LocalDate date, final int hour, final String zone) {
        return ZonedDateTime.of(date, LocalTime.of(hour, 0), ZoneId.of(zone)).toEpochSecond() * SECOND_NS;
    }

    private void fill(final long fromNs, final long toNs, final Shift shift) {
        final Planned planned = new Planned(shift, shift != null, false, zone);
        if (shift == null) {
            add(fromNs, toNs, MachineState.STOPPED, "", null, TimeElement.UNSCHEDULED, planned);
            return;
        }
        long at = fromNs;
        while (at < toNs) {
            final OperationKey operation = random.nextInt(4) == 0 ? OTHER : ORDER;
            at = add(at, end(at, toNs, 90), MachineState.EXECUTE, "", operation, TimeElement.PRODUCTION, planned);
            if (at < toNs && random.nextInt(6) == 0) {
                at = add(at, end(at, toNs, 9), MachineState.UNKNOWN, "", operation, TimeElement.UNKNOWN, planned);
            } else if (at < toNs && random.nextInt(8) == 0) {
                at = add(at, end(at, toNs, 40), MachineState.IDLE, "", null, TimeElement.SETUP, planned);
            } else if (at < toNs) {
                at = stop(at, toNs, operation, planned);
            }
        }
    }

    /** A stop of one to three pieces, of which some have a reason. */
    private long stop(final long fromNs, final long toNs, final OperationKey operation, final Planned planned) {
        final String reason = List.of("", "JAM", "BREAKDOWN", "CLEANING").get(random.nextInt(4));
        final TimeElement element = reason.equals("CLEANING") ? TimeElement.PLANNED : TimeElement.DELAY;
        long at = fromNs;
        for (int i = random.nextInt(3); i >= 0 && at < toNs; i--) {
            final boolean named = i == 0 || at + MINUTE_NS >= toNs;
            at = add(
                    at,
                    end(at, toNs, 30),
                    named ? MachineState.HELD : MachineState.HOLDING,
                    named ? reason : "",
                    operation,
                    named ? element : TimeElement.DELAY,
                    planned);
        }
        final ReasonCategory category =
                switch (reason) {
                    case "" -> null;
                    case "BREAKDOWN" -> ReasonCategory.FAILURE;
                    case "CLEANING" -> ReasonCategory.PLANNED;
                    default -> ReasonCategory.UNPLANNED;
                };
        stops.add(new Stop(
                machine,
                fromNs,
                at,
                MachineState.HELD,
                Mode.PRODUCTION,
                "",
                reason,
                category,
                operation,
                element,
                category == null && at - fromNs < 5 * MINUTE_NS,
                planned,
                1_000,
                false));
        return at;
    }

    private long end(final long fromNs, final long toNs, final int minutes) {
        return Math.min(toNs, fromNs + (1 + random.nextInt(minutes * 60)) * SECOND_NS);
    }

    private long add(
            final long fromNs,
            final long toNs,
            final MachineState state,
            final String reason,
            final OperationKey operation,
            final TimeElement element,
            final Planned planned) {
        intervals.add(new StateInterval(
                machine,
                fromNs,
                toNs,
                state,
                Mode.PRODUCTION,
                "",
                reason,
                operation,
                element,
                random.nextInt(20) == 0 ? "mtconnect" : "packml",
                planned,
                false,
                1_000,
                false,
                ""));
        if (state == MachineState.EXECUTE) {
            counts.add(new Counted(
                    machine,
                    random.nextInt(9) == 0 ? null : operation,
                    fromNs,
                    new Quantities(1_000 * random.nextInt(50), 500 * random.nextInt(3), 0),
                    operation == OTHER ? 0 : 30 * SECOND_NS,
                    planned,
                    toNs));
        }
        return toNs;
    }

    /**
     * The same day as it might come to be stated: earlier, wrong statements, some of times at which nothing begins in the end, and the
     * final ones; in any order if the revisions say which holds.
     */
    List<Object> statements() {
        final List<Object> all = new ArrayList<>();
        for (final StateInterval it : intervals) {
            all.add(it);
            for (int i = random.nextInt(3); i > 0; i--) {
                all.add(wrong(it, it.fromNs(), i, false));
            }
            if (it.toNs() - it.fromNs() > MINUTE_NS && random.nextBoolean()) {
                final long withinNs = it.fromNs() + 1 + random.nextInt(60) * SECOND_NS;
                all.add(wrong(it, withinNs, 1, false));
                all.add(wrong(it, withinNs, 2, true));
            }
        }
        for (final Stop it : stops) {
            all.add(it);
            for (int i = random.nextInt(3); i > 0; i--) {
                all.add(wrong(it, it.fromNs(), i, false));
            }
            if (random.nextBoolean()) {
                final long withinNs = it.fromNs() + 1 + random.nextInt(200) * SECOND_NS;
                all.add(wrong(it, withinNs, 1, false));
                all.add(wrong(it, withinNs, 2, true));
            }
        }
        for (final Counted it : counts) {
            final Quantities first = new Quantities(random.nextInt(9_000), -random.nextInt(900), 7);
            all.add(counted(it, first));
            all.add(counted(it, it.quantities().minus(first)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    private StateInterval wrong(
            final StateInterval it, final long fromNs, final long revision, final boolean withdrawn) {
        return new StateInterval(
                machine,
                fromNs,
                fromNs + (1 + random.nextInt(7_200)) * SECOND_NS,
                MachineState.HELD,
                Mode.PRODUCTION,
                "",
                random.nextBoolean() ? "" : "MISTAKE",
                random.nextBoolean() ? null : OTHER,
                TimeElement.of(random.nextInt(7)),
                "umh",
                it.planned(),
                false,
                revision,
                withdrawn,
                "");
    }

    private Stop wrong(final Stop it, final long fromNs, final long revision, final boolean withdrawn) {
        return new Stop(
                machine,
                fromNs,
                fromNs + (1 + random.nextInt(7_200)) * SECOND_NS,
                MachineState.ABORTED,
                Mode.PRODUCTION,
                "",
                random.nextBoolean() ? "" : "MISTAKE",
                random.nextBoolean() ? null : ReasonCategory.FAILURE,
                random.nextBoolean() ? null : OTHER,
                TimeElement.of(random.nextInt(7)),
                random.nextBoolean(),
                it.planned(),
                revision,
                withdrawn);
    }

    private static Counted counted(final Counted it, final Quantities quantities) {
        return new Counted(
                it.machine(),
                it.operation(),
                it.fromNs(),
                quantities,
                it.runtimePerUnitNs(),
                it.planned(),
                it.asOfNs());
    }

    /** What is stated in the end, each thing once. */
    List<Object> finals() {
        final List<Object> all = new ArrayList<>(intervals);
        all.addAll(stops);
        all.addAll(counts);
        return all;
    }
}
