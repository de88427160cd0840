package io.millrace.ingest.forward;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Steps a forwarder on a thread of its own. What comes after a rest goes at once; what follows it is gathered for a moment, so that
 * neither this thread nor the producer's wakes for each event of a busy plant.
 */
public final class ForwarderThread implements AutoCloseable {
    private static final long GATHER_NS = 1_000_000L;
    private static final long SHORT_PARK_NS = 500_000L;
    /** The journal has more than could be read just now. */
    private static final long NEXT_LOOK_NS = 20_000L;

    private static final long IDLE_PARK_NS = 20_000_000L;
    /** Little at a time, and a pause behind it: what counts finds a processor free. */
    private static final int GIVE_WAY_RECORDS = 16;

    private static final long GIVE_WAY_PARK_NS = 2_000_000L;
    private static final long FALLING_BEHIND_EVERY_NS = 1_000_000_000L;
    private static final long FALLING_BEHIND_RECORDS = 1_000;

    private final Forwarder forwarder;
    private final LongSupplier nanoTime;
    private final BooleanSupplier givesWay;
    private final Thread thread;
    private volatile boolean isParked;
    private volatile boolean isClosing;
    private volatile long deadlineNs;
    /** Guarded by this. */
    private boolean isLeaving;

    private long lookedNs;
    private long lookedBacklog;
    private boolean isFallingBehind;

    /**
     * @param givesWay true while others have more need of the processor and the broker: then it sends little at a time and pauses, unless
     *     it falls behind; asked on its own thread
     */
    public ForwarderThread(
            final String name, final Forwarder forwarder, final LongSupplier nanoTime, final BooleanSupplier givesWay) {
        this.thread = new Thread(this::run, name);
        this.givesWay = givesWay;
        this.forwarder = forwarder;
        this.nanoTime = nanoTime;
        this.lookedNs = nanoTime.getAsLong();
        this.lookedBacklog = forwarder.backlog();
    }

    public void start() {
        thread.start();
    }

    /** There is something new in the journal. Any thread, cheap. */
    public void wake() {
        if (isParked) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!isDone()) {
            final boolean isRestrained = !isClosing && givesWay.getAsBoolean() && !isFallingBehind();
            final int sent = isRestrained ? forwarder.doWork(GIVE_WAY_RECORDS) : forwarder.doWork();
            if (sent == 0) {
                rest();
            } else if (isClosing) {
                Thread.onSpinWait();
            } else if (isRestrained) {
                LockSupport.parkNanos(GIVE_WAY_PARK_NS);
            } else if (forwarder.isAtEnd()) {
                LockSupport.parkNanos(GATHER_NS);
            }
        }
        leave();
        forwarder.close();
    }

    /** What cut its last wait short must not cut short the closing: the position is still to be saved. */
    private synchronized void leave() {
        isLeaving = true;
        Thread.interrupted();
    }

    /** It may be waiting for Kafka. */
    private synchronized void interruptUnlessLeaving() {
        if (!isLeaving) {
            thread.interrupt();
        }
    }

    /** Who gives way for ever would never be done where more comes in than so goes out. */
    private boolean isFallingBehind() {
        final long now = nanoTime.getAsLong();
        if (now - lookedNs >= FALLING_BEHIND_EVERY_NS) {
            final long backlog = forwarder.backlog();
            isFallingBehind = backlog > lookedBacklog + FALLING_BEHIND_RECORDS;
            lookedBacklog = backlog;
            lookedNs = now;
        }
        return isFallingBehind;
    }

    private void rest() {
        if (isClosing || forwarder.isFull()) {
            LockSupport.parkNanos(SHORT_PARK_NS);
        } else if (!forwarder.isConnected()) {
            LockSupport.parkNanos(IDLE_PARK_NS);
        } else {
            isParked = true;
            // Looked at after the flag is up, so that no wake-up falls between.
            LockSupport.parkNanos(forwarder.isAtEnd() ? IDLE_PARK_NS : NEXT_LOOK_NS);
            isParked = false;
        }
    }

    private boolean isDone() {
        return isClosing
                && (forwarder.isDrained() || !forwarder.isConnected() || nanoTime.getAsLong() - deadlineNs >= 0);
    }

    /**
     * Forwards what is left, as far as Kafka answers, and ends.
     *
     * @return true if Kafka has acknowledged all
     */
    public boolean close(final long timeoutNs) {
        deadlineNs = nanoTime.getAsLong() + timeoutNs;
        isClosing = true;
        LockSupport.unpark(thread);
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(Math.max(1, (deadlineNs - nanoTime.getAsLong()) / 1_000_000L));
                if (nanoTime.getAsLong() - deadlineNs >= 0) {
                    interruptUnlessLeaving();
                    thread.join(100);
                }
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return forwarder.isDrained();
    }

    @Override
    public void close() {
        close(0);
    }
}
