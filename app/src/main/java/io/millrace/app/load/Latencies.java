package io.millrace.app.load;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Latencies by hop in nanoseconds, three digits, of messages scheduled from a time on and before another: what was scheduled in the
 * warm-up counts nowhere, whenever it arrives. Thread-safe.
 */
final class Latencies {
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Map<Hop, Histogram> histograms = new EnumMap<>(Hop.class);
    private volatile long fromNs = Long.MAX_VALUE;
    private volatile long untilNs = Long.MAX_VALUE;

    Latencies() {
        for (final Hop hop : Hop.values()) {
            final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
            histogram.setTag(hop.label());
            histograms.put(hop, histogram);
        }
    }

    /** Says what is measured; to be called before the first message of that stretch. */
    void measure(final long newFromNs, final long newUntilNs) {
        untilNs = newUntilNs;
        fromNs = newFromNs;
    }

    /** A latency below zero (two clocks, or whole milliseconds) counts as zero, above an hour as an hour. */
    void record(final Hop hop, final long scheduledNs, final long arrivedNs) {
        if (scheduledNs >= fromNs && scheduledNs < untilNs) {
            final Histogram histogram = histogram(hop);
            synchronized (histogram) {
                histogram.recordValue(Math.min(HIGHEST_NS, Math.max(0, arrivedNs - scheduledNs)));
            }
        }
    }

    /** A copy of what there is. */
    Histogram of(final Hop hop) {
        final Histogram histogram = histogram(hop);
        synchronized (histogram) {
            final Histogram copy = histogram.copy();
            copy.setTag(hop.label());
            return copy;
        }
    }

    private Histogram histogram(final Hop hop) {
        final Histogram histogram = histograms.get(hop);
        if (histogram == null) {
            throw new IllegalArgumentException("no histogram of " + hop);
        }
        return histogram;
    }
}
