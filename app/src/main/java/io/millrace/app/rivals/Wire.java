package io.millrace.app.rivals;

import java.util.concurrent.TimeUnit;

/** How machines talk. */
enum Wire {
    /** Canonical JSON at QoS 1, times to the nanosecond. */
    JSON(1),
    /** Sparkplug B data at QoS 0, counters that go up, times in milliseconds. */
    SPARKPLUG(TimeUnit.MILLISECONDS.toNanos(1));

    private final long precisionNs;

    Wire(final long precisionNs) {
        this.precisionNs = precisionNs;
    }

    /** What is left of a source time, in nanoseconds. */
    long precisionNs() {
        return precisionNs;
    }
}
