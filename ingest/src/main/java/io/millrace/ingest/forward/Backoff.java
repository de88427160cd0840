package io.millrace.ingest.forward;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits longer after each failure, up to 5 s, and logs the same trouble once a period. Belongs to one thread. */
final class Backoff {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final long FIRST_NS = 100_000_000L;
    private static final long LONGEST_NS = 5_000_000_000L;
    private static final long LOG_PERIOD_NS = 30_000_000_000L;

    private final LongSupplier nanoTime;
    private long waitNs = FIRST_NS;
    private long untilNs;
    private long loggedNs;
    private String logged = "";

    Backoff(final LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.untilNs = nanoTime.getAsLong();
    }

    void onFailure(final String sentence) {
        final long now = nanoTime.getAsLong();
        untilNs = now + waitNs;
        waitNs = Math.min(LONGEST_NS, 2 * waitNs);
        if (!sentence.equals(logged) || now - loggedNs >= LOG_PERIOD_NS) {
            logged = sentence;
            loggedNs = now;
            LOG.warn("{}", sentence);
        }
    }

    boolean isOver() {
        return nanoTime.getAsLong() - untilNs >= 0;
    }

    void reset() {
        waitNs = FIRST_NS;
    }
}
