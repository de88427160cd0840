package io.millrace.ingest.fault;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.PassingJournal;

/** A journal that stops for good at one step of one message, to be killed there. */
final class StepJournal extends PassingJournal {
    private final Step step;
    private final int message;
    private int appended;

    /** @param message which of this life's messages, from 1 */
    StepJournal(final Journal journal, final Step step, final int message) {
        super(journal);
        this.step = step;
        this.message = message;
    }

    @Override
    public long append(final JournalGroup group) {
        appended++;
        step.standAt(Step.RECEIVE, appended == message);
        final long position = super.append(group);
        step.standAt(Step.APPEND, appended == message);
        return position;
    }

    @Override
    public void sync() {
        super.sync();
        step.standAt(Step.SYNC, appended >= message);
    }
}
