package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal's files in order. It never looks behind the position the writer has published, so everything it looks for has
 * been written in full: what it then does not find is damaged, unless retention has deleted it.
 */
final class FileReader implements JournalReader {
    private final JournalFiles files;
    private final RetentionMark mark;
    private final Quarantine quarantine;
    private final LongSupplier lastPosition;
    private final Supplier<@Nullable Path> currentFile;
    private final JournalRecord record = new JournalRecord();
    private @Nullable RecordScan scan;
    private long position;
    private boolean isFoundAhead;

    FileReader(
            final JournalFiles files,
            final RetentionMark mark,
            final Quarantine quarantine,
            final LongSupplier lastPosition,
            final Supplier<@Nullable Path> currentFile,
            final long afterPosition) {
        this.files = files;
        this.mark = mark;
        this.quarantine = quarantine;
        this.lastPosition = lastPosition;
        this.currentFile = currentFile;
        this.position = Math.min(afterPosition, lastPosition.getAsLong());
    }

    @Override
    public @Nullable JournalRecord next() {
        final long last = lastPosition.getAsLong();
        if (position >= last) {
            return null;
        }
        try {
            return find(last, currentFile.get());
        } catch (final IOException e) {
            throw new JournalException("cannot read the journal behind record " + position + ": " + e.getMessage(), e);
        }
    }

    @Override
    public long position() {
        return position;
    }

    /** @param current the file written to, asked for after the last position: the one with that position, or a later one */
    private @Nullable JournalRecord find(final long last, final @Nullable Path current) throws IOException {
        RecordScan from = scan == null ? openFirst(current) : scan;
        while (from != null) {
            if (isFoundAhead || findIn(from)) {
                isFoundAhead = record.position() > lastPosition.getAsLong();
                return isFoundAhead ? giveUp(last) : take(from);
            }
            final Path following = from.file().equals(current) ? null : files.following(from.file());
            from = following == null ? null : open(following);
        }
        return giveUp(last);
    }

    private boolean findIn(final RecordScan from) throws IOException {
        while (from.next(record)) {
            if (record.position() > position) {
                return true;
            }
        }
        return false;
    }

    private JournalRecord take(final RecordScan from) throws IOException {
        if (record.position() > position + 1) {
            missing(record.position() - 1, from.skipped());
        }
        position = record.position();
        return record;
    }

    private @Nullable JournalRecord giveUp(final long last) {
        missing(last, new byte[0]);
        position = last;
        return null;
    }

    private void missing(final long upTo, final byte[] remains) {
        final long from = Math.max(position, mark.deletedTo()) + 1;
        if (upTo >= from) {
            quarantine.put(new DamagedRecords(from, upTo, remains));
        }
    }

    private @Nullable RecordScan openFirst(final @Nullable Path current) throws IOException {
        final Path file = files.containing(position);
        if (file == null) {
            if (current != null) {
                throw new JournalException("the journal's files are gone while they are written: start again");
            }
            return null;
        }
        if (position == 0 && !mark.isKnown()) {
            // Old or damaged, nobody knows. Whoever was here before does: only what he has read is ever deleted.
            position = Math.max(0, files.oldestPosition() - 1);
        }
        final RecordScan first = open(file);
        first.seek(position, record);
        return first;
    }

    private RecordScan open(final Path file) throws IOException {
        close();
        final RecordScan opened = files.scan(file);
        scan = opened;
        return opened;
    }

    @Override
    public void close() {
        final RecordScan open = scan;
        scan = null;
        if (open != null) {
            try {
                open.close();
            } catch (final IOException e) {
                throw new JournalException("cannot close a reader of the journal: " + e.getMessage(), e);
            }
        }
    }
}
