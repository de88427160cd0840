package io.millrace.app.rivals;

import java.util.Arrays;

/** The rounds' median (of an even number the mean of the two in the middle), lowest and highest. */
record Spread(double median, double lowest, double highest) {
    /** @throws IllegalArgumentException if there are no values */
    static Spread of(final double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        final double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
