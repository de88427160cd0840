package io.millrace.ingest.journal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A journal in front of another one; whoever extends it does one thing otherwise. */
public abstract class PassingJournal implements Journal {
    private final Journal journal;

    protected PassingJournal(final Journal journal) {
        this.journal = journal;
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
    public void sync() {
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
    public boolean isTight() {
        return journal.isTight();
    }

    @Override
    public double secondsUntilFull() {
        return journal.secondsUntilFull();
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
    public @Nullable DamagedRecords pollDamaged() {
        return journal.pollDamaged();
    }

    @Override
    public void close() {
        journal.close();
    }
}
