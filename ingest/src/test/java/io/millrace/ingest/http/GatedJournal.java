package io.millrace.ingest.http;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalReader;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A journal whose sync waits at a gate, and whose disk is as full as it is told. */
final class GatedJournal implements Journal {
    private final Journal journal;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean isAtGate;
    private volatile boolean isFull;

    GatedJournal(final Journal journal) {
        this.journal = journal;
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
        journal.sync();
    }

    @Override
    public boolean isFull() {
        return isFull;
    }

    @Override
    public UUID id() {
        return journal.id();
    }

    @Override
    public long append(final JournalGroup group) {
        return journal.append(group);
    }

    @Override
    public int maxGroupBytes() {
        return journal.maxGroupBytes();
    }

    @Override
    public long lastPosition() {
        return journal.lastPosition();
    }

    @Override
    public long lastJournalledNs() {
        return journal.lastJournalledNs();
    }

    @Override
    public JournalReader reader(final long afterPosition) {
        return journal.reader(afterPosition);
    }

    @Override
    public void retain(final long upToPosition) {
        journal.retain(upToPosition);
    }

    @Override
    public long usableBytes() {
        return journal.usableBytes();
    }

    @Override
    public long damagedRecords() {
        return journal.damagedRecords();
    }

    @Override
    public void close() {
        journal.close();
    }
}
