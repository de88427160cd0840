package io.millrace.ingest.ring;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies of one hop, in nanoseconds, over its whole life. Recorded by any thread without blocking, read by any. */
public final class Latency {
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(HIGHEST_NS, DIGITS);
    private final Histogram total = new Histogram(HIGHEST_NS, DIGITS);
    private Histogram interval = recorder.getIntervalHistogram();

    /** Below zero (the clock was set) counts as zero, above an hour as an hour. */
    public void record(final long ns) {
        recorder.recordValue(Math.min(HIGHEST_NS, Math.max(0, ns)));
    }

    /** @param percentile 0 to 100 */
    public synchronized long percentileNs(final double percentile) {
        collect();
        return total.getValueAtPercentile(percentile);
    }

    public synchronized long count() {
        collect();
        return total.getTotalCount();
    }

    /** A copy of all that has been recorded so far. */
    public synchronized Histogram snapshot() {
        collect();
        return total.copy();
    }

    private void collect() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
    }
}
