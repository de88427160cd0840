package io.millrace.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What the rounds said of one case.
 *
 * @param name as {@link Case#name()} has it
 * @param ns nanoseconds per operation, one figure a round, in the order of the rounds
 * @param bytes bytes allocated per operation, likewise
 */
record Result(String name, List<Double> ns, List<Double> bytes) {
    Result {
        ns = List.copyOf(ns);
        bytes = List.copyOf(bytes);
        if (ns.isEmpty() || bytes.isEmpty()) {
            throw new IllegalArgumentException(name + " has no figures");
        }
    }

    double medianNs() {
        return median(ns);
    }

    double leastNs() {
        return ns.stream().mapToDouble(Double::doubleValue).min().getAsDouble();
    }

    double mostNs() {
        return ns.stream().mapToDouble(Double::doubleValue).max().getAsDouble();
    }

    double medianBytes() {
        return median(bytes);
    }

    private static double median(final List<Double> figures) {
        final double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
