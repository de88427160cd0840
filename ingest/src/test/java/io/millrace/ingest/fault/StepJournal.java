package io.millrace.ingest.fault;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalReader;
import java.util.UUID;

/** A journal that stops for good at one step of one message, to be killed there. */
final class StepJournal implements Journal {
    private final Journal journal;
    private final Step step;
    private final int message;
    private int appended;

    /** @param message which of this life's messages, from 1 */
    StepJournal(final Journal journal, final Step step, final int message) {
        this.journal = journal;
        this.step = step;
        this.message = message;
    }

    @Override
    public long append(final JournalGroup group) {
        appended++;
        step.standAt(Step.RECEIVE, appended == message);
        final long position = journal.append(group);
        step.standAt(Step.APPEND, appended == message);
        return position;
    }

    @Override
    public void sync() {
        journal.sync();
        step.standAt(Step.SYNC, appended >= message);
    }

    @Override
    public UUID id() {
        return journal.id();
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
    public boolean isFull() {
        return journal.isFull();
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
