package io.millrace.app.load;

/** The end of a run: everything that was sent is to arrive, and every unit to be told. */
final class Drain {
    private Drain() {}

    /**
     * Blocks until it is so or time is up; the books say which.
     *
     * @param untilNs time of the progress's clock
     */
    static void run(final Session session, final Progress progress, final boolean withConfirmations, final long untilNs)
            throws InterruptedException {
        progress.await("draining", untilNs, session.books()::hasAllEvents);
        if (withConfirmations) {
            session.settle();
            progress.await("settling", untilNs, session.books()::hasAllUnits);
        }
        progress.await("draining", untilNs, () -> session.unacknowledged() == 0);
    }
}
