package io.millrace.ingest.ring;

import com.lmax.disruptor.EventHandler;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventStamp;
import io.millrace.ingest.journal.DeadLetterCodec;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalException;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journalling thread: numbers events, appends each message as one group, and at the end of a batch makes all of it durable and
 * then acknowledges it, in order. The first failure ends it for good: nothing is acknowledged after a failed append or sync. While
 * the journal is tight, events are left out, in gaps that are journalled before what is missing is acknowledged.
 */
public final class JournalHandler implements EventHandler<EventSlot> {
    private static final Logger LOG = LoggerFactory.getLogger(JournalHandler.class);
    private static final long FULL_PARK_NS = 20_000_000L;
    private static final long LOG_PERIOD_NS = 10_000_000_000L;

    private final Journal journal;
    private final long incarnation;
    private final IngestCounters counters;
    private final LongSupplier nanoTime;
    private final Runnable onDurable;
    private final Consumer<Throwable> fatal;
    private final JournalGroup group;
    private final MachineNumbers numbers = new MachineNumbers();
    private final Shedding shedding = new Shedding();
    private final EventEncoder encoder = new EventEncoder();
    private final ExpandableArrayBuffer gapBuffer = new ExpandableArrayBuffer();
    private final List<Runnable> callbacks = new ArrayList<>();
    private final LongArrayList offered = new LongArrayList();
    private boolean isInMessage;
    private boolean isShed;
    private long callbackLoggedNs;
    private volatile boolean isClosing;
    private volatile boolean isFailed;
    private volatile boolean isBlocked;

    /**
     * @param nanoTime a clock for intervals only
     * @param onDurable called after each batch: there is something new to forward
     * @param fatal called once, on the journalling thread, when the journal has failed; must not block
     */
    public JournalHandler(
            final Journal journal,
            final long incarnation,
            final IngestCounters counters,
            final LongSupplier nanoTime,
            final Runnable onDurable,
            final Consumer<Throwable> fatal) {
        this.journal = journal;
        this.incarnation = incarnation;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.onDurable = onDurable;
        this.fatal = fatal;
        this.group = new JournalGroup(journal.maxGroupBytes());
        this.callbackLoggedNs = nanoTime.getAsLong() - LOG_PERIOD_NS;
    }

    @Override
    public void onEvent(final EventSlot slot, final long sequence, final boolean endOfBatch) {
        switch (slot.kind()) {
            case EVENT -> addEvent(slot);
            case DEAD_LETTER -> addDeadLetter(slot);
            case NOTHING -> {}
        }
        if (slot.isLastOfMessage()) {
            appendMessage(slot);
        }
        slot.release();
        if (endOfBatch) {
            completeBatch();
        }
    }

    private void addEvent(final EventSlot slot) {
        if (!isInMessage) {
            beginMessage();
        }
        final MutableDirectBuffer event = slot.buffer();
        if (isShed) {
            counters.shed().increment();
            shedding.shed(event).ifPresent(this::addGap);
            return;
        }
        add(event, slot.length());
        if (slot.isHeard()) {
            counters.sourceToGateway().record(EventStamp.gatewayTimeNs(event, 0) - EventStamp.sourceTimeNs(event, 0));
        }
    }

    private void beginMessage() {
        isInMessage = true;
        isShed = journal.isTight();
        if (!isShed && shedding.isShedding()) {
            LOG.info("the journal's disk has room again: telemetry is taken, what is missing is declared");
            shedding.end().forEach(this::appendGap);
        } else if (isShed && !shedding.isShedding()) {
            LOG.warn(
                    "the journal's disk has little room ({} bytes left): telemetry is left out, in declared gaps, until there is more",
                    journal.usableBytes());
        }
        group.begin(RecordType.EVENTS);
    }

    private void add(final MutableDirectBuffer event, final int length) {
        final long number = numbers.next(event, EventStamp.machineOffset(event, 0), EventStamp.machineLength(event, 0));
        EventStamp.stamp(event, 0, incarnation, number);
        group.add(event, 0, length);
    }

    private void addGap(final Event gap) {
        counters.gaps().increment();
        add(gapBuffer, encoder.encode(gap, gapBuffer, 0));
    }

    /** Each as a record of its own: together they might be longer than the longest message. */
    private void appendGap(final Event gap) {
        group.begin(RecordType.EVENTS);
        addGap(gap);
        awaitRoom();
        journal.append(group);
    }

    private void addDeadLetter(final EventSlot slot) {
        group.begin(RecordType.DEAD_LETTER);
        group.add(slot.buffer(), 0, slot.length());
        counters.deadLetters(DeadLetterCodec.decode(slot.buffer(), 0).reason()).increment();
    }

    private void appendMessage(final EventSlot slot) {
        isInMessage = false;
        if (group.count() > 0) {
            awaitRoom();
            journal.append(group);
            counters.bytes().add(group.lengthBytes());
        }
        counters.messages().increment();
        if (slot.kind() == EventSlot.Kind.EVENT && !isShed) {
            counters.events().add(group.count());
        }
        final @Nullable Runnable durable = slot.durable();
        if (durable != null) {
            callbacks.add(durable);
            offered.addLong(slot.offeredNs());
        }
    }

    /** Acknowledges nothing while the disk is too full, and goes on when there is room again. */
    private void awaitRoom() {
        if (!journal.isFull()) {
            return;
        }
        completeBatch();
        counters.fullPauses().increment();
        isBlocked = true;
        long loggedNs = nanoTime.getAsLong() - LOG_PERIOD_NS;
        while (journal.isFull()) {
            if (isClosing) {
                throw new JournalException(
                        "closed while the disk was full: what was not journalled stays unacknowledged");
            }
            final long now = nanoTime.getAsLong();
            if (now - loggedNs >= LOG_PERIOD_NS) {
                loggedNs = now;
                LOG.error(
                        "the journal's disk is too full ({} bytes left): nothing is acknowledged until there is room",
                        journal.usableBytes());
            }
            LockSupport.parkNanos(FULL_PARK_NS);
        }
        isBlocked = false;
        LOG.info("the journal's disk has room again ({} bytes)", journal.usableBytes());
    }

    private void completeBatch() {
        if (callbacks.isEmpty()) {
            return;
        }
        journal.sync();
        final long now = nanoTime.getAsLong();
        for (int i = 0; i < callbacks.size(); i++) {
            counters.gatewayToDurable().record(now - offered.getLong(i));
            acknowledge(callbacks.get(i));
        }
        callbacks.clear();
        offered.clear();
        onDurable.run();
    }

    private void acknowledge(final Runnable durable) {
        try {
            durable.run();
        } catch (final RuntimeException e) {
            counters.failedCallbacks().increment();
            final long now = nanoTime.getAsLong();
            if (now - callbackLoggedNs >= LOG_PERIOD_NS) {
                callbackLoggedNs = now;
                LOG.warn("a source failed to acknowledge a durable message: it will come again", e);
            }
        }
    }

    /** Nothing is waited for any longer. Any thread. */
    void onClosing() {
        isClosing = true;
    }

    void onFatal(final Throwable failure) {
        isFailed = true;
        if (isClosing) {
            LOG.warn("journalling ended: {}", failure.getMessage());
        } else {
            LOG.error("the journal has failed, the gateway stops; nothing is acknowledged any more", failure);
            fatal.accept(failure);
        }
    }

    /** True after the first failure, for good. Any thread. */
    public boolean isFailed() {
        return isFailed;
    }

    /** True while it waits for room on the disk. Any thread. */
    boolean isBlocked() {
        return isBlocked;
    }

    int maxGroupBytes() {
        return journal.maxGroupBytes();
    }
}
