package io.millrace.core.figures;

/**
 * How often a work unit stood; a difference may be negative. A stop counts where it starts, its time where it passes.
 *
 * @param count stops that started, short ones too
 * @param microCount how many of them were micro-stops
 * @param microNs time stood in micro-stops, nanoseconds; part of the delay time, not beside it
 * @param failures how many of the stops were failures of the work unit
 * @param restoreNs time down for failures, nanoseconds
 */
public record Stops(long count, long microCount, long microNs, long failures, long restoreNs) {
    public static final Stops ZERO = new Stops(0, 0, 0, 0, 0);

    public Stops plus(final Stops other) {
        return new Stops(
                Math.addExact(count, other.count),
                Math.addExact(microCount, other.microCount),
                Math.addExact(microNs, other.microNs),
                Math.addExact(failures, other.failures),
                Math.addExact(restoreNs, other.restoreNs));
    }

    public Stops minus(final Stops other) {
        return new Stops(
                Math.subtractExact(count, other.count),
                Math.subtractExact(microCount, other.microCount),
                Math.subtractExact(microNs, other.microNs),
                Math.subtractExact(failures, other.failures),
                Math.subtractExact(restoreNs, other.restoreNs));
    }

    public boolean isZero() {
        return equals(ZERO);
    }
}
