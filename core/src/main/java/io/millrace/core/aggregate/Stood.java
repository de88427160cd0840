package io.millrace.core.aggregate;

/**
 * How a machine stood for one reason. A stop counts where it begins, its time where it passes.
 *
 * @param count stops that began
 * @param sumNs time stood, nanoseconds
 * @param longestNs the longest of the stops that began: all its downtime, in later periods too
 */
public record Stood(long count, long sumNs, long longestNs) {
    public static final Stood ZERO = new Stood(0, 0, 0);

    Stood plus(final Stood other) {
        return new Stood(
                Math.addExact(count, other.count),
                Math.addExact(sumNs, other.sumNs),
                Math.max(longestNs, other.longestNs));
    }

    public boolean isZero() {
        return equals(ZERO);
    }
}
