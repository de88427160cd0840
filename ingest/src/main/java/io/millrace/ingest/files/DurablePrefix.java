package io.millrace.ingest.files;

import java.util.HashSet;
import java.util.Set;

/**
 * Up to which message all are durable. What counts and process values have journals of their own, so messages become durable out of
 * their order. Any thread.
 */
final class DurablePrefix {
    private final Set<Long> ahead = new HashSet<>();
    private long durable;

    /** @param durable messages that are so already */
    DurablePrefix(final long durable) {
        this.durable = durable;
    }

    /** @param message its number, from 1; once for each */
    synchronized void add(final long message) {
        ahead.add(message);
        while (ahead.remove(durable + 1)) {
            durable++;
        }
    }

    /** Messages from the beginning of which none is missing. */
    synchronized long durable() {
        return durable;
    }
}
