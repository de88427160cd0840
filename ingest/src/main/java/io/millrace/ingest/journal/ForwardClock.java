package io.millrace.ingest.journal;

import java.util.function.LongSupplier;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The gateway's clock as Chronicle sees it: never back. Chronicle picks the file to write to by the clock alone; set back, it would
 * append to an older file, behind everybody who reads.
 */
final class ForwardClock implements TimeProvider {
    private static final long NS_PER_MS = 1_000_000L;

    private final LongSupplier clockNs;
    private long latestMs;

    ForwardClock(final LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    @Override
    public synchronized long currentTimeMillis() {
        latestMs = Math.max(latestMs, clockNs.getAsLong() / NS_PER_MS);
        return latestMs;
    }
}
