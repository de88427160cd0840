package io.millrace.ingest.journal;

import java.util.function.LongSupplier;

/**
 * Knows when the disk has too little room. A memory-mapped file that cannot grow ends the JVM (SIGBUS), so appending stops well
 * before. Asking the disk costs microseconds: it is done every 50 ms, or when a fair part of the margin may have been used up.
 */
final class DiskWatermark {
    private static final long INTERVAL_NS = 50_000_000L;

    private final LongSupplier usable;
    private final LongSupplier nanoTime;
    private final long minUsableBytes;
    private final long bytesBetweenLooks;
    private volatile long usableBytes;
    private long lookedAtNs;
    private long appendedSince;

    DiskWatermark(
            final LongSupplier usable,
            final LongSupplier nanoTime,
            final long minUsableBytes,
            final long bytesBetweenLooks) {
        this.usable = usable;
        this.nanoTime = nanoTime;
        this.minUsableBytes = minUsableBytes;
        this.bytesBetweenLooks = bytesBetweenLooks;
        look(nanoTime.getAsLong());
    }

    void onAppended(final int bytes) {
        appendedSince += bytes;
    }

    boolean isFull() {
        final long now = nanoTime.getAsLong();
        if (now - lookedAtNs >= INTERVAL_NS || appendedSince >= bytesBetweenLooks || usableBytes < minUsableBytes) {
            look(now);
        }
        return usableBytes < minUsableBytes;
    }

    long usableBytes() {
        return usableBytes;
    }

    private void look(final long now) {
        usableBytes = usable.getAsLong();
        lookedAtNs = now;
        appendedSince = 0;
    }
}
