package io.millrace.ingest.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import io.millrace.core.event.Event;
import io.millrace.ingest.journal.DeadLetterCodec;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.WritableMessage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The gateway's inlet: any number of sources write their events straight into its slots, one thread of its own takes them to the
 * journal. After a failure of the journal, and once it is closed, it takes nothing any more.
 */
public final class EventRing implements Inlet, AutoCloseable {
    /** An event of more bytes is refused: Kafka would, too. */
    public static final int MAX_EVENT_BYTES = 1 << 20;

    /** A dead letter keeps this much of a longer payload. */
    public static final int MAX_PAYLOAD_BYTES = 512 * 1024;

    /** So that nobody waits long for its acknowledgement behind others. */
    private static final int MAX_BATCH = 1024;

    private static final long DRAIN_PARK_NS = 100_000L;

    private final RingBuffer<EventSlot> slots;
    private final Runnable waker;
    private final BatchEventProcessor<EventSlot> processor;
    private final JournalHandler handler;
    private final LongSupplier nanoTime;
    private final int maxMessageBytes;
    private final Thread thread;
    private final ThreadLocal<RecordMessage> records = ThreadLocal.withInitial(RecordMessage::new);
    private volatile boolean isClosed;

    /** With a thread named for the journal. See the other one. */
    public EventRing(
            final int slotCount, final WaitPolicy wait, final JournalHandler handler, final LongSupplier nanoTime) {
        this("journal", slotCount, wait, handler, nanoTime);
    }

    /**
     * @param threadName of the journalling thread
     * @param slotCount a power of two
     */
    public EventRing(
            final String threadName,
            final int slotCount,
            final WaitPolicy wait,
            final JournalHandler handler,
            final LongSupplier nanoTime) {
        this.handler = handler;
        this.nanoTime = nanoTime;
        this.maxMessageBytes = handler.maxGroupBytes();
        final WaitStrategy strategy = wait.strategy();
        this.waker = strategy instanceof ParkedWait parked ? parked::wake : () -> {};
        this.slots = RingBuffer.createMultiProducer(EventSlot::new, slotCount, strategy);
        this.processor = new BatchEventProcessorBuilder()
                .setMaxBatchSize(Math.min(MAX_BATCH, slotCount))
                .build(slots, slots.newBarrier(), handler);
        this.processor.setExceptionHandler(new StopOnFailure(handler));
        this.slots.addGatingSequences(processor.getSequence());
        this.thread = new Thread(this::run, threadName);
    }

    private void run() {
        try {
            processor.run();
        } catch (final StopOnFailure.StoppedException e) {
            // Reported where it happened; the thread ends here.
            return;
        }
    }

    /** Starts the journalling thread. */
    public void start() {
        thread.start();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the message can never be taken: more events than the ring has slots, an event or a message
     *     too long. Nothing of it was taken.
     */
    @Override
    public boolean tryOffer(final List<Event> message, final Runnable durable) {
        final RecordMessage written = records.get();
        try {
            return tryOffer(written.of(message), durable);
        } finally {
            written.of(List.of());
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException as for records
     */
    @Override
    public boolean tryOffer(final WritableMessage message, final Runnable durable) {
        try {
            return tryQueue(message, durable);
        } finally {
            wake();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException as for records
     */
    @Override
    public boolean tryQueue(final WritableMessage message, final Runnable durable) {
        final int count = message.count();
        if (count == 0) {
            throw new IllegalArgumentException("a message has at least one event");
        }
        if (count > slots.getBufferSize()) {
            throw new IllegalArgumentException("a message of " + count + " events: at most " + slots.getBufferSize()
                    + " (ring slots) can be taken as one");
        }
        final long highest = tryClaim(count);
        if (highest < 0) {
            wake();
            return false;
        }
        final long lowest = highest - count + 1;
        boolean isWritten = false;
        try {
            write(message, count, lowest);
            slots.get(highest).closeMessage(durable);
            isWritten = true;
        } finally {
            publish(lowest, highest, isWritten);
        }
        return true;
    }

    /** {@inheritDoc} A payload longer than {@link #MAX_PAYLOAD_BYTES} is cut, and the detail says so. */
    @Override
    public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        final long claimed = tryClaim(1);
        if (claimed < 0) {
            return false;
        }
        boolean isWritten = false;
        try {
            final EventSlot slot = slots.get(claimed);
            final int length = DeadLetterCodec.encode(cut(letter), slot.buffer());
            checkMessage(JournalGroup.overheadBytes() + JournalGroup.entryBytes(length));
            slot.hold(EventSlot.Kind.DEAD_LETTER, length, false, nanoTime.getAsLong());
            slot.closeMessage(durable);
            isWritten = true;
        } finally {
            publish(claimed, claimed, isWritten);
            wake();
        }
        return true;
    }

    @Override
    public void wake() {
        if (!isDrained()) {
            waker.run();
        }
    }

    @Override
    public boolean isBlocked() {
        return handler.isBlocked();
    }

    /** Slots free now. */
    public long remaining() {
        return slots.remainingCapacity();
    }

    public int capacity() {
        return slots.getBufferSize();
    }

    private long tryClaim(final int count) {
        if (isClosed || handler.isFailed()) {
            return -1;
        }
        try {
            return slots.tryNext(count);
        } catch (final InsufficientCapacityException e) {
            return -1;
        }
    }

    private void write(final WritableMessage message, final int count, final long lowest) {
        final long now = nanoTime.getAsLong();
        int messageBytes = JournalGroup.overheadBytes();
        for (int i = 0; i < count; i++) {
            final EventSlot slot = slots.get(lowest + i);
            final int length = encode(message, i, slot);
            if (length > MAX_EVENT_BYTES) {
                throw new IllegalArgumentException(
                        "an event of " + length + " bytes: the limit is " + MAX_EVENT_BYTES + " bytes");
            }
            messageBytes += JournalGroup.entryBytes(length);
            checkMessage(messageBytes);
            slot.hold(EventSlot.Kind.EVENT, length, message.isHeard(i), now);
        }
    }

    private static int encode(final WritableMessage message, final int index, final EventSlot slot) {
        try {
            return message.write(index, slot.buffer());
        } catch (final RuntimeException e) {
            throw new IllegalArgumentException(
                    "an event that has no encoding (a text too long?): " + e.getMessage(), e);
        }
    }

    private void checkMessage(final int messageBytes) {
        if (messageBytes > maxMessageBytes) {
            throw new IllegalArgumentException("a message of more than " + maxMessageBytes
                    + " bytes cannot be journalled as one: send it in parts, or raise the journal's block");
        }
    }

    /** What has been claimed must be published, or the ring stands still. */
    private void publish(final long lowest, final long highest, final boolean isWritten) {
        if (!isWritten) {
            for (long i = lowest; i <= highest; i++) {
                slots.get(i).hold(EventSlot.Kind.NOTHING, 0, false, 0);
            }
        }
        slots.publish(lowest, highest);
    }

    private static DeadLetter cut(final DeadLetter letter) {
        final int length = letter.payload().length;
        if (length <= MAX_PAYLOAD_BYTES) {
            return letter;
        }
        return new DeadLetter(
                letter.source(),
                letter.origin(),
                letter.timeNs(),
                letter.reason(),
                letter.detail() + " (payload cut: " + MAX_PAYLOAD_BYTES + " of " + length + " bytes)",
                letter.machine(),
                letter.order(),
                letter.lot(),
                Arrays.copyOf(letter.payload(), MAX_PAYLOAD_BYTES));
    }

    /**
     * Takes nothing any more, waits until what was taken is journalled and acknowledged, and stops the thread.
     *
     * @return false if it did not come to its end within the time; the rest stays unacknowledged
     */
    public boolean close(final long timeoutNs) {
        isClosed = true;
        final long deadline = nanoTime.getAsLong() + timeoutNs;
        while (thread.isAlive() && !isDrained() && nanoTime.getAsLong() - deadline < 0) {
            LockSupport.parkNanos(DRAIN_PARK_NS);
        }
        handler.onClosing();
        processor.halt();
        waker.run();
        joinUninterruptibly();
        return isDrained() && !handler.isFailed();
    }

    private void joinUninterruptibly() {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDrained() {
        return processor.getSequence().get() >= slots.getCursor();
    }

    /** Waits as long as it takes. */
    @Override
    public void close() {
        close(Long.MAX_VALUE / 2);
    }
}
