package io.millrace.benchmarks.path;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.JournalHandler;
import io.millrace.ingest.ring.WaitPolicy;
import io.millrace.ingest.source.WritableMessage;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's ring before a journal, with a source that waits until what it offered is durable. One thread offers; nothing here
 * makes objects, which would be taken for the ring's.
 */
final class Intake implements AutoCloseable {
    private static final int SLOTS = 1024;
    private static final int INCARNATION = 1;

    private final EventRing ring;
    private final Runnable onDurable = this::onDurable;
    private final BooleanSupplier isDurable = this::isDurable;
    private final BooleanSupplier areRecordsTaken = this::tryOfferRecords;
    private final BooleanSupplier isMessageTaken = this::tryOfferMessage;
    private List<Event> records = List.of();
    private @Nullable WritableMessage message;
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

    void offer(final List<Event> newRecords) {
        records = newRecords;
        Await.until(areRecordsTaken);
        offered++;
    }

    void offer(final WritableMessage newMessage) {
        message = newMessage;
        Await.until(isMessageTaken);
        offered++;
    }

    private boolean tryOfferRecords() {
        check();
        return ring.tryOffer(records, onDurable);
    }

    private boolean tryOfferMessage() {
        check();
        return ring.tryOffer(Objects.requireNonNull(message), onDurable);
    }

    /** @return messages that are durable */
    long awaitDurable() {
        Await.until(isDurable);
        return offered;
    }

    private boolean isDurable() {
        check();
        return durable == offered;
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
