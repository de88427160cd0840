package io.millrace.benchmarks.path;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.JournalHandler;
import io.millrace.ingest.ring.WaitPolicy;
import java.util.List;

/** The gateway's ring before a journal, with a source that waits until what it offered is durable. One thread offers. */
final class Intake implements AutoCloseable {
    private static final int SLOTS = 1024;
    private static final int INCARNATION = 1;

    private final EventRing ring;
    private final Runnable onDurable = this::onDurable;
    private long offered;
    private long acknowledged;
    private volatile long durable;
    private volatile boolean hasFailed;

    Intake(final Journal journal, final WaitPolicy wait) {
        final JournalHandler handler = new JournalHandler(
                journal, INCARNATION, new IngestCounters(), System::nanoTime, () -> {}, failure -> hasFailed = true);
        ring = new EventRing(SLOTS, wait, handler, System::nanoTime);
        ring.start();
    }

    /** On the journalling thread alone. */
    private void onDurable() {
        durable = ++acknowledged;
    }

    void offer(final List<Event> message) {
        Await.until(() -> {
            check();
            return ring.tryOffer(message, onDurable);
        });
        offered++;
    }

    /** @return messages that are durable */
    long awaitDurable() {
        Await.until(() -> {
            check();
            return durable == offered;
        });
        return offered;
    }

    private void check() {
        if (hasFailed) {
            throw new IllegalStateException("the journal has failed");
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
