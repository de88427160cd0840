package io.millrace.ingest.forward;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalException;
import io.millrace.ingest.journal.JournalReader;
import io.millrace.ingest.journal.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal and sends what it holds to Kafka, in order, each record at least once. After a definite failure it goes back to
 * the last position up to which all is acknowledged and starts with a new producer. Stepped by one thread, see
 * {@link ForwarderThread}; the readings may be taken by any.
 */
public final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final int RECORDS_A_TURN = 512;
    /** Well inside the producer's 32 MB: one that has no room left blocks, and then fails. */
    private static final int IN_FLIGHT_BYTES = 8 << 20;

    private static final long SAVE_INTERVAL_NS = 200_000_000L;
    private static final long RETAIN_INTERVAL_NS = 10_000_000_000L;

    private final Journal journal;
    private final ForwarderSettings settings;
    private final ForwardCounters counters;
    private final LongSupplier clockNs;
    private final LongSupplier nanoTime;
    private final AcknowledgedPosition acknowledged;
    private final KafkaRecords records;
    private final TopicPreparation preparation;
    private final Backoff backoff;
    private final Deque<Outstanding> inFlight = new ArrayDeque<>();
    private @Nullable SendSession session;
    private @Nullable JournalReader reader;
    private boolean areTopicsPrepared;
    private boolean isSaving = true;
    private int eventsInFlight;
    private int bytesInFlight;
    private long retainedPosition;
    private long savedNs;
    private long retainedNs;
    private volatile @Nullable String trouble;

    /**
     * Made before anything is appended to the journal.
     *
     * @param positionFile where to keep how far Kafka has acknowledged
     * @param clockNs the gateway's clock, nanoseconds since the epoch
     * @param nanoTime a clock for intervals only
     */
    public Forwarder(
            final Journal journal,
            final Path positionFile,
            final ForwarderSettings settings,
            final ForwardCounters counters,
            final LongSupplier clockNs,
            final LongSupplier nanoTime) {
        this.journal = journal;
        this.settings = settings;
        this.counters = counters;
        this.clockNs = clockNs;
        this.nanoTime = nanoTime;
        this.acknowledged = new AcknowledgedPosition(positionFile, journal);
        this.records = new KafkaRecords(settings, journal.id());
        this.preparation = new TopicPreparation(settings);
        this.backoff = new Backoff(nanoTime);
        this.savedNs = nanoTime.getAsLong();
        this.retainedNs = savedNs;
    }

    /** One turn of the usual size. */
    public int doWork() {
        return doWork(RECORDS_A_TURN);
    }

    /**
     * One turn: acknowledgements in, refused records aside, failures answered, new records out. May block while connecting.
     *
     * @param atMost journal records to send
     * @return journal records sent
     */
    public int doWork(final int atMost) {
        try {
            takeAcknowledgements();
            passRefused();
            answerFailure();
            connect();
            final int sent = send(atMost);
            keep();
            return sent;
        } catch (final RuntimeException | Error e) {
            // Whatever it was: all it needs to begin again is in the journal, and nobody would see a dead thread.
            LOG.debug("forwarding failed", e);
            onTrouble("forwarding failed, it is tried again: " + e);
            return 0;
        }
    }

    private void takeAcknowledgements() {
        boolean isAny = false;
        for (Outstanding head = inFlight.peek(); head != null && head.isDone(); head = inFlight.peek()) {
            inFlight.remove();
            eventsInFlight -= head.events();
            bytesInFlight -= head.bytes();
            acknowledged.advance(head.position());
            isAny = true;
        }
        if (isAny) {
            backoff.reset();
        }
    }

    private void passRefused() {
        final SendSession current = session;
        if (current != null) {
            for (SendSession.Refused refused = current.refused(); refused != null; refused = current.refused()) {
                counters.refused().increment();
                records.pass(refused, current);
            }
        }
    }

    private void answerFailure() {
        final SendSession current = session;
        final Exception failure = current == null ? null : current.failure();
        if (failure != null) {
            onTrouble("Kafka did not take a record (" + Remedy.explain(failure) + "): sending again behind record "
                    + acknowledged.position());
        }
    }

    /** Back to where all is acknowledged, and a new start after a while. */
    private void onTrouble(final String sentence) {
        trouble = sentence;
        backoff.onFailure(sentence);
        // It may have failed because a topic was deleted, or made anew with other partitions.
        areTopicsPrepared = false;
        disconnect();
        forgetInFlight();
    }

    private void forgetInFlight() {
        inFlight.clear();
        eventsInFlight = 0;
        bytesInFlight = 0;
    }

    private void connect() {
        // A lane on which nothing ever came needs no topic.
        if (session != null || !backoff.isOver() || journal.lastPosition() == 0) {
            return;
        }
        try {
            if (!areTopicsPrepared) {
                preparation.prepare();
                areTopicsPrepared = true;
            }
            session = new SendSession(settings.producer(), counters, clockNs);
            reader = journal.reader(acknowledged.position());
            if (trouble != null) {
                counters.producerRestarts().increment();
                LOG.info("forwarding to Kafka goes on behind record {}", acknowledged.position());
                trouble = null;
            }
        } catch (final TopicPreparation.UnpreparedException e) {
            onTrouble(String.valueOf(e.getMessage()));
        } catch (final ExecutionException | TimeoutException | KafkaException e) {
            final Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            onTrouble("Kafka at " + settings.kafka().get("bootstrap.servers") + " cannot be used yet ("
                    + Remedy.explain(cause) + "): events stay in the journal until it does");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int send(final int atMost) {
        final SendSession current = session;
        final JournalReader from = reader;
        if (current == null || from == null) {
            return 0;
        }
        int sent = 0;
        while (sent < atMost && hasRoom() && current.failure() == null) {
            final JournalRecord record = from.next();
            if (record == null) {
                break;
            }
            final Outstanding outstanding = new Outstanding(record.position(), record.count(), record.journalledNs());
            inFlight.add(outstanding);
            eventsInFlight += outstanding.events();
            records.send(record, outstanding, current);
            bytesInFlight += outstanding.bytes();
            outstanding.release();
            sent++;
        }
        if (inFlight.isEmpty()) {
            // Nothing under way: what the reader has passed is acknowledged, or lost and said to be.
            acknowledged.advance(from.position());
        }
        return sent;
    }

    private boolean hasRoom() {
        return eventsInFlight < settings.maxInFlightEvents() && bytesInFlight < IN_FLIGHT_BYTES;
    }

    private void keep() {
        final long now = nanoTime.getAsLong();
        if (now - savedNs >= SAVE_INTERVAL_NS) {
            savedNs = now;
            save();
        }
        if (now - retainedNs >= RETAIN_INTERVAL_NS) {
            retainedNs = now;
            retainNow();
        }
    }

    /** A position that cannot be stored costs a repetition at the next start, no more. */
    private void save() {
        try {
            acknowledged.save(false);
            isSaving = true;
        } catch (final JournalException e) {
            if (isSaving) {
                LOG.warn("{}; after a restart it is all sent again", e.getMessage());
            }
            isSaving = false;
        }
    }

    /** Lets the journal delete what Kafka has. */
    void retainNow() {
        final long position = acknowledged.position();
        if (position <= retainedPosition) {
            return;
        }
        try {
            acknowledged.save(true);
            journal.retain(position);
            retainedPosition = position;
        } catch (final JournalException e) {
            LOG.warn("the journal keeps what has been forwarded: {}", e.getMessage());
        }
    }

    /** True if Kafka has acknowledged all that was journalled so far. Any thread. */
    public boolean isDrained() {
        return acknowledged.position() >= journal.lastPosition();
    }

    /** True while there is a producer at work. Stepping thread only. */
    boolean isConnected() {
        return session != null;
    }

    /** True if all that is in the journal has been sent, or there is no producer at work. Stepping thread only. */
    boolean isAtEnd() {
        final JournalReader from = reader;
        return from == null || from.position() >= journal.lastPosition();
    }

    /** True while so much is under way that no more is sent. Stepping thread only. */
    boolean isFull() {
        return !hasRoom();
    }

    /** True while something is under way, so that it is worth looking again soon. Stepping thread only. */
    boolean isWaiting() {
        return !inFlight.isEmpty();
    }

    /** Journal records not yet acknowledged by Kafka. Any thread. */
    public long backlog() {
        return Math.max(0, journal.lastPosition() - acknowledged.position());
    }

    /** Up to here Kafka has acknowledged all. Any thread. */
    public long acknowledgedPosition() {
        return acknowledged.position();
    }

    /** What keeps it from forwarding, in a sentence; null if nothing does. Any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    private void disconnect() {
        final SendSession current = session;
        session = null;
        if (current != null) {
            current.abandon();
        }
        final JournalReader from = reader;
        reader = null;
        if (from != null) {
            from.close();
        }
    }

    /** Drops what is under way, keeps the position. By the stepping thread, or after it has ended. */
    @Override
    public void close() {
        takeAcknowledgements();
        disconnect();
        forgetInFlight();
        save();
    }
}
