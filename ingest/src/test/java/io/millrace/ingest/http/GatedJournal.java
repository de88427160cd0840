package io.millrace.ingest.http;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.PassingJournal;
import java.util.concurrent.CountDownLatch;

/** A journal whose sync waits at a gate, and whose disk is as full as it is told. */
final class GatedJournal extends PassingJournal {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean isAtGate;
    private volatile boolean isFull;

    GatedJournal(final Journal journal) {
        super(journal);
    }

    /** What is appended from now on is not durable until the gate is opened. */
    void shut() {
        gate = new CountDownLatch(1);
        isAtGate = false;
    }

    void open() {
        gate.countDown();
    }

    /** True once something waits to become durable. */
    boolean isAtGate() {
        return isAtGate;
    }

    void full(final boolean newIsFull) {
        isFull = newIsFull;
    }

    @Override
    public void sync() {
        isAtGate = true;
        try {
            gate.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journalling thread", e);
        }
        super.sync();
    }

    @Override
    public boolean isFull() {
        return isFull;
    }
}
