package io.millrace.topology.run;

import java.time.Duration;
import java.util.ArrayDeque;

/** How many restarts are tolerated within a sliding window: a fault that keeps coming back is not cured by another one. Thread-safe. */
final class RestartBudget {
    private final int allowed;
    private final long windowNs;
    private final ArrayDeque<Long> taken = new ArrayDeque<>();

    RestartBudget(final int allowed, final Duration window) {
        this.allowed = allowed;
        this.windowNs = window.toNanos();
    }

    /**
     * @param nowNs a clock that does not run backwards
     * @return false when the budget is spent
     */
    synchronized boolean tryTake(final long nowNs) {
        while (!taken.isEmpty() && nowNs - taken.peekFirst() > windowNs) {
            taken.removeFirst();
        }
        if (taken.size() >= allowed) {
            return false;
        }
        taken.addLast(nowNs);
        return true;
    }
}
