package io.millrace.ingest.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one journalling thread is parked while there is nothing for it, and woken by who asks for it: a publisher that has more to come
 * wakes it once for all of it, and nobody pays for waking a thread that is at work.
 */
final class ParkedWait implements WaitStrategy {
    /** What nobody woke it for is found all the same. */
    private static final long LONGEST_PARK_NS = 50_000_000L;

    private final long longestParkNs;
    private volatile @Nullable Thread parked;

    ParkedWait() {
        this(LONGEST_PARK_NS);
    }

    ParkedWait(final long longestParkNs) {
        this.longestParkNs = longestParkNs;
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependentSequence, final SequenceBarrier barrier)
            throws AlertException {
        while (cursor.get() < sequence) {
            barrier.checkAlert();
            parked = Thread.currentThread();
            // Looked at after the flag is up: whoever claims a slot after this look sees the flag when it wakes.
            if (cursor.get() < sequence && !barrier.isAlerted()) {
                LockSupport.parkNanos(this, longestParkNs);
            }
            parked = null;
        }
        return dependentSequence.get();
    }

    /** Any thread, cheap if it is at work. */
    void wake() {
        final Thread waiting = parked;
        if (waiting != null) {
            // Down with the flag: those who come before it runs need not wake it again.
            parked = null;
            LockSupport.unpark(waiting);
        }
    }

    /** Nothing: the ring wakes it, once for all that comes together. */
    @Override
    public void signalAllWhenBlocking() {}
}
