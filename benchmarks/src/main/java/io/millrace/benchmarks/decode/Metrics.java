package io.millrace.benchmarks.decode;

import org.jspecify.annotations.Nullable;

/** Takes the metrics of a payload one by one. */
@FunctionalInterface
interface Metrics {
    /**
     * @param timeMs milliseconds since the epoch
     * @param value a {@link Long}, {@link Double}, {@link Float}, {@link Boolean} or {@link String}
     */
    void metric(long alias, long timeMs, @Nullable Object value);
}
