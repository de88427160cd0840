package io.millrace.core.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the machines' news has come, in the time of the gateways: one clock for each stream of news that keeps its own order. What
 * happened before the slowest of them has been heard, whatever stream it came by. Pure; not thread-safe.
 */
public final class Clocks {
    /**
     * A clock that is so much behind the newest one is not waited for, until it has caught up: a gateway that is down, or replaced,
     * must not hold back every FINAL. Ten minutes, in nanoseconds.
     */
    public static final long BEHIND_AT_MOST_NS = 10 * 60 * 1_000_000_000L;

    private final Map<String, Long> timesNs = new HashMap<>();

    /**
     * Sets a clock; it may go back, as a gateway's does that was wrong and is put right.
     *
     * @return the clocks that are not waited for now, and are forgotten; this one may be among them
     */
    public List<String> set(final String clock, final long timeNs) {
        timesNs.put(clock, timeNs);
        final long newestNs =
                timesNs.values().stream().mapToLong(Long::longValue).max().orElse(timeNs);
        final List<String> behind = new ArrayList<>();
        timesNs.forEach((each, itsNs) -> {
            if (itsNs < newestNs - BEHIND_AT_MOST_NS) {
                behind.add(each);
            }
        });
        behind.forEach(timesNs::remove);
        return behind;
    }

    /** @return the slowest clock; {@link Long#MIN_VALUE} before the first, when nothing is known to be past */
    public long watermarkNs() {
        return timesNs.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    }
}
