package io.millrace.core.timeline;

import io.millrace.core.event.Measure;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event changed: the effects of the timeline with it less those without it. Reused from event to event; not thread-safe.
 */
public final class Changes implements Effects {
    /** A piece of the timeline that ended: one state, one running operation. */
    public record Span(long fromNs, long toNs, Situation situation) {}

    /** @param main the situation that the stop is charged to */
    public record Stop(long fromNs, long toNs, Situation main) {}

    /** Units that are one of two operations', or nobody's. */
    public record Undecided(
            long fromNs,
            long toNs,
            Quantities quantities,
            @Nullable OperationKey before,
            @Nullable OperationKey after) {}

    /** A run of readings that went backwards, by its first reading. */
    public record Run(long sinceNs, Measure measure) implements Comparable<Run> {
        @Override
        public int compareTo(final Run other) {
            final int byTime = Long.compare(sinceNs, other.sinceNs);
            return byTime != 0 ? byTime : measure.compareTo(other.measure);
        }
    }

    /**
     * Units of one operation (null: unattributed) at one time, more or fewer than before.
     *
     * @param takenBack as they were counted before
     */
    public record Moved(@Nullable OperationKey operation, Quantities quantities, long timeNs, boolean takenBack) {}

    private final Map<OperationKey, Quantities> byOperation = new LinkedHashMap<>();
    private final Map<OperationKey, Quantities> observed = new LinkedHashMap<>();
    private final Map<OperationKey, Activity> activities = new LinkedHashMap<>();
    private final Map<OperationKey, Integer> completions = new LinkedHashMap<>();
    private final List<Moved> moved = new ArrayList<>();
    private final Stated<Long, Span> spans = new Stated<>();
    private final Stated<Long, Stop> stops = new Stated<>();
    private final Stated<Long, Undecided> undecided = new Stated<>();
    private final Stated<Run, Suspicion> suspects = new Stated<>();
    private final Stated<Mark, Charged<Scrap>> scraps = new Stated<>();
    private final Stated<Mark, Charged<Material>> materials = new Stated<>();
    private Quantities unattributed = Quantities.ZERO;
    private long quarantinedMilli;
    private long lostMilli;
    private boolean takingBack;
    private boolean late;

    /** What is stated now and what was stated before, by what it is stated of. */
    public static final class Stated<K extends Comparable<K>, V> {
        private final TreeMap<K, V> said = new TreeMap<>();
        private final TreeMap<K, V> unsaid = new TreeMap<>();

        private TreeMap<K, V> side(final boolean takingBack) {
            return takingBack ? unsaid : said;
        }

        private void clear() {
            said.clear();
            unsaid.clear();
        }

        /** As it now is; some may be as before. */
        public Map<K, V> said() {
            return said;
        }

        /** The same as it was. */
        public Map<K, V> unsaid() {
            return unsaid;
        }

        /**
         * What is new or changed, then what is no longer stated.
         *
         * @param changed takes it as it is and as it was, null if it is new
         * @param withdrawn takes its key and what it was
         */
        public void differences(final BiConsumer<V, @Nullable V> changed, final BiConsumer<K, V> withdrawn) {
            said.forEach((key, now) -> {
                final V before = unsaid.get(key);
                if (!now.equals(before)) {
                    changed.accept(now, before);
                }
            });
            unsaid.forEach((key, before) -> {
                if (!said.containsKey(key)) {
                    withdrawn.accept(key, before);
                }
            });
        }
    }

    /**
     * Something reported, and whose it is.
     *
     * @param operation null: nobody's
     */
    public record Charged<T>(Mark mark, T what, @Nullable OperationKey operation) {}

    /** @param milli units counted in the run, whatever was decided of them */
    public record Suspicion(Run run, long milli, Verdict verdict) {}

    void clear() {
        byOperation.clear();
        observed.clear();
        activities.clear();
        completions.clear();
        moved.clear();
        spans.clear();
        stops.clear();
        undecided.clear();
        suspects.clear();
        scraps.clear();
        materials.clear();
        unattributed = Quantities.ZERO;
        quarantinedMilli = 0;
        lostMilli = 0;
        takingBack = false;
        late = false;
    }

    /** From now on effects are taken back, or added again. */
    void takeBack(final boolean now) {
        takingBack = now;
    }

    void markLate() {
        late = true;
    }

    @Override
    public void units(final @Nullable OperationKey operation, final Quantities quantities, final long timeNs) {
        final Quantities signed = takingBack ? quantities.negated() : quantities;
        moved.add(new Moved(operation, signed, timeNs, takingBack));
        if (operation == null) {
            unattributed = unattributed.plus(signed);
        } else {
            byOperation.merge(operation, signed, Quantities::plus);
        }
    }

    @Override
    public void observed(final @Nullable OperationKey operation, final Quantities quantities, final long timeNs) {
        if (operation != null) {
            observed.merge(operation, takingBack ? quantities.negated() : quantities, Quantities::plus);
        }
    }

    @Override
    public void undecided(
            final long fromNs,
            final long toNs,
            final Quantities quantities,
            final @Nullable OperationKey before,
            final @Nullable OperationKey after) {
        undecided
                .side(takingBack)
                .merge(
                        toNs,
                        new Undecided(fromNs, toNs, quantities, before, after),
                        (one, other) -> new Undecided(
                                one.fromNs(),
                                toNs,
                                one.quantities().plus(other.quantities()),
                                one.before(),
                                one.after()));
    }

    @Override
    public void suspect(
            final Measure measure, final long sinceNs, final long milli, final long sumMilli, final Verdict verdict) {
        final Run run = new Run(sinceNs, measure);
        suspects.side(takingBack).put(run, new Suspicion(run, sumMilli, verdict));
        final long signed = takingBack ? -milli : milli;
        if (verdict == Verdict.REJECTED) {
            lostMilli += signed;
        } else if (verdict == Verdict.OPEN) {
            quarantinedMilli += signed;
        }
    }

    @Override
    public void span(final long fromNs, final long toNs, final Situation situation) {
        spans.side(takingBack).put(fromNs, new Span(fromNs, toNs, situation));
        if (situation.operation() != null) {
            final Activity held = situation.activity(toNs - fromNs);
            activities.merge(situation.operation(), takingBack ? held.negated() : held, Activity::plus);
        }
    }

    @Override
    public void stop(final long fromNs, final long toNs, final Situation main) {
        stops.side(takingBack).put(fromNs, new Stop(fromNs, toNs, main));
    }

    @Override
    public void scrapped(final Mark mark, final Scrap scrap, final @Nullable OperationKey operation) {
        scraps.side(takingBack).put(mark, new Charged<>(mark, scrap, operation));
    }

    @Override
    public void consumed(final Mark mark, final Material material, final @Nullable OperationKey operation) {
        materials.side(takingBack).put(mark, new Charged<>(mark, material, operation));
    }

    @Override
    public void labour(final @Nullable OperationKey operation, final long durationNs, final long timeNs) {
        if (operation != null) {
            final Activity labour = new Activity(0, 0, 0, takingBack ? -durationNs : durationNs);
            activities.merge(operation, labour, Activity::plus);
        }
    }

    @Override
    public void completed(final OperationKey operation, final long timeNs) {
        completions.merge(operation, takingBack ? -1 : 1, Integer::sum);
    }

    /** Units that moved, by operation; those that went as they came are zero. */
    public Map<OperationKey, Quantities> byOperation() {
        return byOperation;
    }

    /** Units that somebody counted beside the authority, by operation. */
    public Map<OperationKey, Quantities> observed() {
        return observed;
    }

    /** Time that moved, by operation. */
    public Map<OperationKey, Activity> activities() {
        return activities;
    }

    /** Every move of units, with its time; what is taken back stands beside what is put in its place. */
    public List<Moved> moved() {
        return moved;
    }

    public Quantities unattributed() {
        return unattributed;
    }

    /** Units that wait for a decision, more or fewer. */
    public long quarantinedMilli() {
        return quarantinedMilli;
    }

    /** Units that somebody rejected, more or fewer. */
    public long lostMilli() {
        return lostMilli;
    }

    /** How many times more (or fewer) an operation was completed. */
    public Map<OperationKey, Integer> completions() {
        return completions;
    }

    /** By the time they start. */
    public Stated<Long, Span> spans() {
        return spans;
    }

    /** By the time they start. */
    public Stated<Long, Stop> stops() {
        return stops;
    }

    /** By the time of the reading that ends the step. */
    public Stated<Long, Undecided> undecided() {
        return undecided;
    }

    public Stated<Mark, Charged<Scrap>> scraps() {
        return scraps;
    }

    public Stated<Mark, Charged<Material>> materials() {
        return materials;
    }

    public Stated<Run, Suspicion> suspects() {
        return suspects;
    }

    /** True if the event was put in before others. */
    public boolean isLate() {
        return late;
    }
}
