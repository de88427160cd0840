package io.millrace.app.load;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sends at a fixed rate whatever happens to what was sent before: a message's time is the one it was scheduled for, also if it is sent
 * late, because somebody stood in the way. So a stall costs every message that was due in it, and not only the first (no coordinated
 * omission). Blocks its caller.
 */
public final class OpenLoop {
    private static final double NS_PER_S = 1e9;

    private final LongSupplier clockNs;
    private final LongConsumer sleepUntilNs;
    private final Sink sink;

    /** Where messages go. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param number of the message in this loop, from 0
         * @param scheduledNs when it was to be sent
         */
        void send(long number, long scheduledNs);
    }

    /**
     * @param clockNs nanoseconds since the epoch
     * @param sleepUntilNs returns at about that time of the clock, perhaps earlier
     */
    public OpenLoop(final LongSupplier clockNs, final LongConsumer sleepUntilNs, final Sink sink) {
        this.clockNs = clockNs;
        this.sleepUntilNs = sleepUntilNs;
        this.sink = sink;
    }

    /**
     * Sends all messages that are due from a time on and before another.
     *
     * @param perSecond messages a second, more than 0
     * @return how many
     */
    public long run(final long fromNs, final long untilNs, final double perSecond) {
        long number = 0;
        long scheduledNs = fromNs;
        while (scheduledNs < untilNs && !Thread.currentThread().isInterrupted()) {
            while (clockNs.getAsLong() < scheduledNs) {
                sleepUntilNs.accept(scheduledNs);
            }
            sink.send(number, scheduledNs);
            number++;
            // From the beginning each time: errors of rounding do not add up.
            scheduledNs = fromNs + Math.round(number * NS_PER_S / perSecond);
        }
        return number;
    }
}
