package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files a journal consists of, one a roll cycle. Their names sort by time, so do the positions in them. Stateless. */
final class JournalFiles {
    private static final String SUFFIX = ".cq4";

    /** @param isComplete false if its writer died in the middle: it was never acknowledged, and the next record is written over it */
    record Last(long position, long journalledNs, boolean isComplete) {}

    private final Path folder;
    private final int maxRecordBytes;

    JournalFiles(final Path folder, final int maxRecordBytes) {
        this.folder = folder;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Oldest first. */
    List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    RecordScan scan(final Path file) throws IOException {
        return new RecordScan(file, maxRecordBytes);
    }

    @Nullable
    Path following(final Path file) throws IOException {
        return list().stream().filter(f -> f.compareTo(file) > 0).findFirst().orElse(null);
    }

    /** Position of the first record in a file, {@link Long#MAX_VALUE} if it has none. */
    long firstPosition(final Path file) throws IOException {
        final JournalRecord record = new JournalRecord();
        try (RecordScan scan = scan(file)) {
            return scan.next(record) ? record.position() : Long.MAX_VALUE;
        }
    }

    /** The file in which to look for what stands behind a position; null if there is no file. */
    @Nullable
    Path containing(final long afterPosition) throws IOException {
        final List<Path> files = list();
        for (int i = files.size() - 1; i > 0; i--) {
            if (firstPosition(files.get(i)) <= afterPosition + 1) {
                return files.get(i);
            }
        }
        return files.isEmpty() ? null : files.get(0);
    }

    /** The newest record; null if there is none. */
    @Nullable
    Last last() throws IOException {
        final List<Path> files = list();
        for (int i = files.size() - 1; i >= 0; i--) {
            final Last last = last(files.get(i));
            if (last != null) {
                return last;
            }
        }
        return null;
    }

    private @Nullable Last last(final Path file) throws IOException {
        final JournalRecord record = new JournalRecord();
        Last last = null;
        try (RecordScan scan = scan(file)) {
            scan.seek(Long.MAX_VALUE, record);
            while (scan.next(record)) {
                if (last == null || record.position() > last.position) {
                    last = new Last(record.position(), record.journalledNs(), scan.isFoundComplete());
                }
            }
        }
        return last;
    }

    /** Deletes the files whose records all stand at or before a position; never the newest file. */
    int deleteUpTo(final long position) throws IOException {
        final List<Path> files = list();
        int deleted = 0;
        while (deleted < files.size() - 1 && firstPosition(files.get(deleted + 1)) <= position + 1) {
            Files.delete(files.get(deleted));
            deleted++;
        }
        return deleted;
    }
}
