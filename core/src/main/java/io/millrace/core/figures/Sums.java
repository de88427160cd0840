package io.millrace.core.figures;

import io.millrace.core.plant.Quantities;
import org.jspecify.annotations.Nullable;

/**
 * All that key figures are made of, for one bucket (a machine and an hour, an order, a line and a month). Buckets are added up; figures
 * are computed last, from the sum: {@link Kpis#of}. A difference may be negative.
 *
 * @param quantities GQ, SQ and RQ; the produced quantity PQ is their sum
 * @param plannedRunNs sum of PRI x PQ: planned run time per item times what was produced, nanoseconds
 * @param plannedUnknownMilli how much of PQ, in thousandths of the unit, has no planned run time and so is not in {@code plannedRunNs}
 */
public record Sums(Times times, Quantities quantities, long plannedRunNs, long plannedUnknownMilli, Stops stops) {
    public static final Sums ZERO = new Sums(Times.ZERO, Quantities.ZERO, 0, 0, Stops.ZERO);

    private static final long MILLI = 1000;

    public static Sums of(final TimeElement element, final long ns) {
        return new Sums(Times.of(element, ns), Quantities.ZERO, 0, 0, Stops.ZERO);
    }

    /**
     * What was produced. Where the planned run time of an odd quantity is no whole number of nanoseconds it is cut towards zero.
     *
     * @param runNsPerUnit planned run time per item (PRI), nanoseconds per whole unit; null if the operation has none
     */
    public static Sums of(final Quantities produced, final @Nullable Long runNsPerUnit) {
        final long milli = produced.totalMilli();
        return runNsPerUnit == null
                ? new Sums(Times.ZERO, produced, 0, milli, Stops.ZERO)
                : new Sums(Times.ZERO, produced, planned(milli, runNsPerUnit), 0, Stops.ZERO);
    }

    public static Sums of(final Stops stops) {
        return new Sums(Times.ZERO, Quantities.ZERO, 0, 0, stops);
    }

    /** In two parts, so that a large quantity of slow units does not leave the range of a long on the way. */
    private static long planned(final long milli, final long runNsPerUnit) {
        return Math.addExact(
                Math.multiplyExact(milli / MILLI, runNsPerUnit),
                Math.multiplyExact(milli % MILLI, runNsPerUnit) / MILLI);
    }

    public Sums plus(final Sums other) {
        return new Sums(
                times.plus(other.times),
                quantities.plus(other.quantities),
                Math.addExact(plannedRunNs, other.plannedRunNs),
                Math.addExact(plannedUnknownMilli, other.plannedUnknownMilli),
                stops.plus(other.stops));
    }

    public Sums minus(final Sums other) {
        return new Sums(
                times.minus(other.times),
                quantities.minus(other.quantities),
                Math.subtractExact(plannedRunNs, other.plannedRunNs),
                Math.subtractExact(plannedUnknownMilli, other.plannedUnknownMilli),
                stops.minus(other.stops));
    }

    public boolean isZero() {
        return equals(ZERO);
    }
}
