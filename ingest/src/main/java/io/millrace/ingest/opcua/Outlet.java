package io.millrace.ingest.opcua;

import io.millrace.core.event.Event;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Puts what was heard into the gateway and waits while that is full. For any thread; an interrupt ends the wait. */
final class Outlet {
    private static final long PARK_NS = TimeUnit.MICROSECONDS.toNanos(200);
    /** A message takes its room in the ring at once: a machine with very many signals is split. */
    private static final int LARGEST_MESSAGE = 64;

    /** The protocol has no acknowledgement to send: what is lost before the journal lies in the gap declared after a restart. */
    private static final Runnable NOTHING = () -> {};

    private final Inlet inlet;
    private final BooleanSupplier isGivenUp;

    /** @param isGivenUp asked before each attempt: there is no use in waiting any longer */
    Outlet(final Inlet inlet, final BooleanSupplier isGivenUp) {
        this.inlet = inlet;
        this.isGivenUp = isGivenUp;
    }

    /** @return false if it was given up, with a part taken at most */
    boolean put(final MachineIntake.Batch batch) {
        final List<Event> events = batch.events();
        for (int from = 0; from < events.size(); from += LARGEST_MESSAGE) {
            final List<Event> message = events.subList(from, Math.min(events.size(), from + LARGEST_MESSAGE));
            if (!insist(() -> inlet.tryOffer(message, NOTHING))) {
                return false;
            }
        }
        for (final DeadLetter letter : batch.letters()) {
            if (!insist(() -> inlet.tryOffer(letter, NOTHING))) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is put may wait to be journalled until {@link #wake}.
     *
     * @return false if it was given up, with a part taken at most
     */
    boolean put(final SignalMessage message) {
        final int size = message.size();
        for (int from = 0; from < size; from += LARGEST_MESSAGE) {
            final SignalMessage part = message.part(from, Math.min(LARGEST_MESSAGE, size - from));
            if (isGivenUp.getAsBoolean()
                    || !inlet.tryQueue(part, NOTHING) && !insist(() -> inlet.tryOffer(part, NOTHING))) {
                return false;
            }
        }
        return true;
    }

    void wake() {
        inlet.wake();
    }

    private boolean insist(final BooleanSupplier attempt) {
        while (!isGivenUp.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            if (attempt.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(PARK_NS);
        }
        return false;
    }
}
