package io.millrace.ingest.ring;

import com.lmax.disruptor.ExceptionHandler;

/**
 * Ends the journalling thread with the first failure. If this returned, the ring would go on behind the failed message, and
 * acknowledge what comes after it.
 */
final class StopOnFailure implements ExceptionHandler<EventSlot> {
    private final JournalHandler handler;

    StopOnFailure(final JournalHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handleEventException(final Throwable failure, final long sequence, final EventSlot slot) {
        stop(failure);
    }

    @Override
    public void handleOnStartException(final Throwable failure) {
        stop(failure);
    }

    @Override
    public void handleOnShutdownException(final Throwable failure) {
        stop(failure);
    }

    private void stop(final Throwable failure) {
        handler.onFatal(failure);
        throw new StoppedException(failure);
    }

    /** Carries the failure out of the journalling thread, where it has been reported already. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException(final Throwable cause) {
            super("the journalling thread has stopped", cause);
        }
    }
}
