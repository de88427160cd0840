package io.millrace.ingest.ring;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalException;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.PassingJournal;

/** A journal on a disk that fails once, and then, as disks do, seems to work again. */
final class FailingJournal extends PassingJournal {
    private final int failingAppend;
    private final int failingSync;
    private int appends;
    private int syncs;

    /** @param failingAppend which append fails, from 1, 0 for none; likewise the sync */
    FailingJournal(final Journal journal, final int failingAppend, final int failingSync) {
        super(journal);
        this.failingAppend = failingAppend;
        this.failingSync = failingSync;
    }

    @Override
    public long append(final JournalGroup group) {
        if (++appends == failingAppend) {
            throw new JournalException("no space left on device");
        }
        return super.append(group);
    }

    @Override
    public void sync() {
        if (++syncs == failingSync) {
            throw new JournalException("input/output error");
        }
        super.sync();
    }
}
