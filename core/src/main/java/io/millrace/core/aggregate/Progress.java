package io.millrace.core.aggregate;

import java.util.SortedMap;
import java.util.TreeMap;

/** How far the figures of a machine or of a whole have come. Not thread-safe. */
public final class Progress {
    public static final long NEVER = Long.MIN_VALUE;
    /** Figures that changed are said once for each such piece of time, when the next event is heard. */
    static final long EVERY_NS = 30_000_000_000L;

    private static final long CLOCK_SET_BACK_MS = 60_000;

    /** Newest time in anything that was heard. */
    public long newestNs = NEVER;
    /** What it was when finished periods were last looked for. */
    public long sweptNs = NEVER;
    /** What it was when figures were last said. */
    public long saidNs = NEVER;
    /** Timestamp of the record that was heard last. */
    public long heardMs = NEVER;
    /** Figures that changed since they were said, by name. */
    public final SortedMap<String, CellId> unsaid = new TreeMap<>();

    /**
     * All that one event caused has the same timestamp; nothing is said between, so that its order does not matter.
     *
     * @param timestampMs of the record that is heard now
     * @return true if it is time to say what is unsaid
     */
    boolean hear(final long timestampMs) {
        // One that is far behind tells that the broker's clock was set back.
        final boolean isNext = timestampMs > heardMs || timestampMs < heardMs - CLOCK_SET_BACK_MS;
        heardMs = isNext ? timestampMs : heardMs;
        final boolean isTime = isNext && Math.floorDiv(newestNs, EVERY_NS) > Math.floorDiv(saidNs, EVERY_NS);
        saidNs = isTime ? newestNs : saidNs;
        return isTime;
    }
}
