package io.millrace.topology.production;

/**
 * Whether accounts have to be written with each event. They need not be, until one of them breaks between two commits: then the task
 * fails once, so that its transaction is aborted and the accounts come back as they were committed, and from then on each is written
 * with each event. The event that breaks it comes again, and the machine is parked with its account as it was before. It costs one
 * restart of the task in the life of the process, however many machines break. Thread-safe.
 */
final class Care {
    private volatile boolean needed;

    boolean isNeeded() {
        return needed;
    }

    void need() {
        needed = true;
    }
}
