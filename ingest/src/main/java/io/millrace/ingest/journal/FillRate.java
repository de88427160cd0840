package io.millrace.ingest.journal;

/**
 * How fast room on a disk is used up, by whoever: a mean over the last minutes in which older use counts ever less. What is given
 * back meanwhile does not count. Pure; guarded by its owner.
 */
final class FillRate {
    /** Files grow by blocks: over a shorter time the rate would jump. */
    private static final double TIME_CONSTANT_S = 300;

    private static final double NS_PER_S = 1e9;

    private long atNs;
    private long usableBytes;
    private double usedBytes;
    private double overS;

    FillRate(final long nowNs, final long usableBytes) {
        this.atNs = nowNs;
        this.usableBytes = usableBytes;
    }

    void onLook(final long nowNs, final long newUsableBytes) {
        final double decay = Math.exp((atNs - nowNs) / NS_PER_S / TIME_CONSTANT_S);
        usedBytes = usedBytes * decay + Math.max(0, usableBytes - newUsableBytes);
        overS = overS * decay + TIME_CONSTANT_S * (1 - decay);
        atNs = nowNs;
        usableBytes = newUsableBytes;
    }

    /** @return until so many bytes are used up, if nothing is given back; infinite if nothing is used */
    double secondsUntilUsed(final long bytes) {
        if (bytes <= 0) {
            return 0;
        }
        return usedBytes == 0 ? Double.POSITIVE_INFINITY : bytes * overS / usedBytes;
    }
}
