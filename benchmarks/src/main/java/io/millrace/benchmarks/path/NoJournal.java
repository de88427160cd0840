package io.millrace.benchmarks.path;

import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalReader;
import java.util.UUID;

/** Takes everything and keeps nothing: what is left is the way to it. */
final class NoJournal implements Journal {
    private static final int MAX_GROUP_BYTES = 1 << 20;

    private volatile long position;
    private long bytes;

    @Override
    public UUID id() {
        return new UUID(0, 0);
    }

    @Override
    public long append(final JournalGroup group) {
        bytes += group.lengthBytes();
        final long next = position + 1;
        position = next;
        return next;
    }

    @Override
    public void sync() {}

    @Override
    public int maxGroupBytes() {
        return MAX_GROUP_BYTES;
    }

    @Override
    public long lastPosition() {
        return position;
    }

    @Override
    public long lastJournalledNs() {
        return 0;
    }

    @Override
    public JournalReader reader(final long afterPosition) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public void retain(final long upToPosition) {}

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE - bytes;
    }

    @Override
    public long damagedRecords() {
        return 0;
    }

    @Override
    public void close() {}
}
