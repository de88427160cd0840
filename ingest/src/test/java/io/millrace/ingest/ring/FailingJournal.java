package io.millrace.ingest.ring;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalException;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalReader;
import java.util.UUID;

/** A journal on a disk that fails once, and then, as disks do, seems to work again. */
final class FailingJournal implements Journal {
    private final Journal journal;
    private final int failingAppend;
    private final int failingSync;
    private int appends;
    private int syncs;

    /** @param failingAppend which append fails, from 1, 0 for none; likewise the sync */
    FailingJournal(final Journal journal, final int failingAppend, final int failingSync) {
        this.journal = journal;
        this.failingAppend = failingAppend;
        this.failingSync = failingSync;
    }

    @Override
    public UUID id() {
        return journal.id();
    }

    @Override
    public long append(final JournalGroup group) {
        if (++appends == failingAppend) {
            throw new JournalException("no space left on device");
        }
        return journal.append(group);
    }

    @Override
    public void sync() {
        if (++syncs == failingSync) {
            throw new JournalException("input/output error");
        }
        journal.sync();
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
