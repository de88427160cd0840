package io.millrace.core.timeline;

import io.millrace.core.event.Measure;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import org.jspecify.annotations.Nullable;

/** What follows from the entries of a timeline, in their order. */
public interface Effects {
    /** @param operation null: unattributed */
    default void units(final @Nullable OperationKey operation, final Quantities quantities, final long timeNs) {}

    /** Units that somebody counted beside the authority. */
    default void observed(final @Nullable OperationKey operation, final Quantities quantities, final long timeNs) {}

    /** Units of a step over an order change that took too long to tell whose they are: of one of two, either may be null. */
    default void undecided(
            final long fromNs,
            final long toNs,
            final Quantities quantities,
            final @Nullable OperationKey before,
            final @Nullable OperationKey after) {}

    /**
     * A counter goes backwards without evidence, or moves on while it is back.
     *
     * @param sinceNs source time of the first reading that was back: with the measure it names the run
     * @param milli units it moved
     * @param sumMilli units the run has moved with it
     */
    default void suspect(
            final Measure measure, final long sinceNs, final long milli, final long sumMilli, final Verdict verdict) {}

    /** What became of a run of suspect readings. */
    enum Verdict {
        OPEN,
        ACCEPTED,
        REJECTED,
        /** The counter is back where it was and has not counted: it was read wrong once. */
        RESOLVED
    }

    /** One state and one running operation held from one time to another, and one of them has ended. */
    default void span(final long fromNs, final long toNs, final Situation situation) {}

    /** The machine did not produce from one time to another, and it is known why it ended. */
    default void stop(final long fromNs, final long toNs, final Situation main) {}

    /** Scrap or rework was reported or declared; what it does to the units is said by {@link #units}. */
    default void scrapped(final Mark mark, final Scrap scrap, final @Nullable OperationKey operation) {}

    /** Material was reported as consumed. */
    default void consumed(final Mark mark, final Material material, final @Nullable OperationKey operation) {}

    /** Names one entry: its time and its identity. */
    record Mark(long timeNs, long identity) implements Comparable<Mark> {
        @Override
        public int compareTo(final Mark other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(identity, other.identity);
        }
    }

    /** @param measure SCRAP or REWORK */
    record Scrap(Measure measure, long quantityMilli, String reason) {}

    record Material(String material, String lot, long quantityMilli) {}

    /** Labour was recorded for the operation. */
    default void labour(final @Nullable OperationKey operation, final long durationNs, final long timeNs) {}

    /** The operation ended at this machine. */
    default void completed(final OperationKey operation, final long timeNs) {}
}
