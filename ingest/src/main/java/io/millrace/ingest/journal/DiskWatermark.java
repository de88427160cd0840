package io.millrace.ingest.journal;

import java.util.function.LongSupplier;

/**
 * Knows when the disk has too little room. A memory-mapped file that cannot grow ends the JVM (SIGBUS), so appending stops well
 * before. Asking the disk costs microseconds: it is done every 50 ms, or when a fair part of the margin may have been used up.
 * {@link #onAppended}, {@link #isFull} and {@link #isTight} belong to the appending thread.
 */
final class DiskWatermark {
    private static final long INTERVAL_NS = 50_000_000L;
    /** There is room again an eighth above the mark, or each deleted file would start and end a gap. */
    private static final int HYSTERESIS = 8;

    private final LongSupplier usable;
    private final LongSupplier nanoTime;
    private final long minUsableBytes;
    private final long shedBelowBytes;
    private final long bytesBetweenLooks;
    private final FillRate rate;
    private volatile long usableBytes;
    private volatile long lookedAtNs;
    private volatile boolean isFull;
    private volatile boolean isTight;
    private long appendedSince;

    DiskWatermark(final LongSupplier usable, final LongSupplier nanoTime, final JournalSettings settings) {
        this.usable = usable;
        this.nanoTime = nanoTime;
        this.minUsableBytes = settings.minUsableBytes();
        this.shedBelowBytes = settings.shedBelowBytes();
        this.bytesBetweenLooks = settings.blockBytes() / 2;
        this.rate = new FillRate(nanoTime.getAsLong(), usable.getAsLong());
        look(nanoTime.getAsLong());
    }

    void onAppended(final int bytes) {
        appendedSince += bytes;
    }

    /** True while nothing may be appended. */
    boolean isFull() {
        lookIfDue();
        return isFull;
    }

    /** True while what may be left out is to be left out. */
    boolean isTight() {
        lookIfDue();
        return isTight;
    }

    /** As last looked at. Any thread. */
    long usableBytes() {
        return usableBytes;
    }

    /** Until the first of the marks is reached, as the disk has been filling lately. Any thread. */
    synchronized double secondsUntilFull() {
        look(nanoTime.getAsLong());
        return rate.secondsUntilUsed(usableBytes - Math.max(minUsableBytes, shedBelowBytes));
    }

    private void lookIfDue() {
        final long now = nanoTime.getAsLong();
        if (now - lookedAtNs >= INTERVAL_NS || appendedSince >= bytesBetweenLooks || isFull) {
            appendedSince = 0;
            look(now);
        }
    }

    private synchronized void look(final long now) {
        final long found = usable.getAsLong();
        rate.onLook(now, found);
        usableBytes = found;
        isFull = isBelow(found, minUsableBytes, isFull);
        isTight = isBelow(found, shedBelowBytes, isTight);
        lookedAtNs = now;
    }

    private static boolean isBelow(final long bytes, final long mark, final boolean wasBelow) {
        return bytes < (wasBelow ? mark + mark / HYSTERESIS : mark);
    }
}
