package io.millrace.ingest.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/** How the journalling thread waits for the next message: less latency costs more of a core. */
public enum WaitPolicy {
    /** Parked, and woken once for all that comes together. */
    BLOCKING,
    SLEEPING,
    YIELDING,
    BUSY_SPIN;

    WaitStrategy strategy() {
        return switch (this) {
            case BLOCKING -> new ParkedWait();
            case SLEEPING -> new SleepingWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
            case BUSY_SPIN -> new BusySpinWaitStrategy();
        };
    }
}
