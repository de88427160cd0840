package io.millrace.ingest.files;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** How fast recorded time passes: as fast as possible, or so many times as fast as it did. One thread. */
public final class Pace {
    private static final long LONGEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final double factor;
    private final LongSupplier nanoTime;
    private boolean isRunning;
    private long recordedFromNs;
    private long fromNs;

    /**
     * @param factor 1: as fast as it was recorded; 0: as fast as possible
     * @param nanoTime for intervals only
     */
    public Pace(final double factor, final LongSupplier nanoTime) {
        if (!(factor >= 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("speed " + factor + ": 0 or more is expected");
        }
        this.factor = factor;
        this.nanoTime = nanoTime;
    }

    public static Pace asFastAsPossible() {
        return new Pace(0, () -> 0);
    }

    /** Waits until an instant of recorded time has come; the first one asked for has come at once. */
    void await(final long recordedNs, final BooleanSupplier isGivenUp) {
        if (factor == 0) {
            return;
        }
        if (!isRunning) {
            isRunning = true;
            recordedFromNs = recordedNs;
            fromNs = nanoTime.getAsLong();
        }
        final double dueNs = (recordedNs - recordedFromNs) / factor;
        double leftNs = dueNs - (nanoTime.getAsLong() - fromNs);
        while (leftNs > 0 && !isGivenUp.getAsBoolean()) {
            LockSupport.parkNanos((long) Math.min(LONGEST_PAUSE_NS, leftNs));
            leftNs = dueNs - (nanoTime.getAsLong() - fromNs);
        }
    }
}
