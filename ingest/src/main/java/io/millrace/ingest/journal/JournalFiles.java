package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files a journal consists of: one folder for each start of the gateway, in it one file for each roll cycle. Folders and files
 * are numbered and named so that they sort by time, as do the positions in them. A file of an earlier start is never written to
 * again: whatever state a dying process left it in, nothing new is put behind it.
 */
final class JournalFiles {
    private static final String SUFFIX = ".cq4";
    private static final Pattern START = Pattern.compile("\\d{10}");

    private final Path root;
    private final int maxRecordBytes;

    /**
     * The newest record.
     *
     * @param position 0 if there is none
     * @param remains the file in which something stands behind it that begins like a record and is none; null if nothing does
     */
    record Last(long position, long journalledNs, @Nullable Path remains) {}

    /**
     * What holds no record behind a position.
     *
     * @param files oldest first
     * @param upTo the last position they can hold
     */
    record Passed(List<Path> files, long upTo) {}

    JournalFiles(final Path root, final int maxRecordBytes) {
        this.root = root;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Makes the folder for this start; its name is durable. */
    Path newFolder() throws IOException {
        final List<Path> folders = folders();
        final long last = folders.isEmpty()
                ? 0
                : Long.parseLong(folders.get(folders.size() - 1).getFileName().toString());
        final Path folder = Files.createDirectory(root.resolve(String.format(Locale.ROOT, "%010d", last + 1)));
        DurableFile.forceDirectory(root);
        return folder;
    }

    /** Oldest first. */
    List<Path> list() throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path folder : folders()) {
            files.addAll(data(folder));
        }
        return files;
    }

    /** What else somebody puts beside them - a copy, say - is none of the journal. */
    private List<Path> folders() throws IOException {
        return sorted(root).stream()
                .filter(folder -> START.matcher(folder.getFileName().toString()).matches())
                .toList();
    }

    private static List<Path> data(final Path folder) throws IOException {
        return sorted(folder).stream()
                .filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                .toList();
    }

    private static List<Path> sorted(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
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

    /** Position of the oldest record that can be read, in whichever file; 0 if there is none. */
    long oldestPosition() throws IOException {
        for (final Path file : list()) {
            final long first = firstPosition(file);
            if (first != Long.MAX_VALUE) {
                return first;
            }
        }
        return 0;
    }

    Last last() throws IOException {
        final List<Path> files = list();
        Last last = new Last(0, 0, null);
        for (int i = files.size() - 1; i >= 0 && last.position() == 0; i--) {
            last = last(files.get(i), last.remains());
        }
        return last;
    }

    private Last last(final Path file, final @Nullable Path remainsBehind) throws IOException {
        final JournalRecord record = new JournalRecord();
        long position = 0;
        long journalledNs = 0;
        try (RecordScan scan = scan(file)) {
            scan.seek(Long.MAX_VALUE, record);
            while (scan.next(record)) {
                if (record.position() > position) {
                    position = record.position();
                    journalledNs = record.journalledNs();
                }
            }
            return new Last(position, journalledNs, scan.hasRemains() ? file : remainsBehind);
        }
    }

    /** The files whose records all stand at or before a position; never the newest. */
    Passed passed(final long position) throws IOException {
        final Path kept = containing(position);
        final List<Path> files = list().stream()
                .filter(f -> kept != null && f.compareTo(kept) < 0)
                .toList();
        return new Passed(files, kept == null || files.isEmpty() ? 0 : firstPosition(kept) - 1);
    }

    /** Deletes files, and folders left empty. */
    void delete(final List<Path> files) throws IOException {
        for (final Path file : files) {
            Files.delete(file);
        }
        deleteEmptyFolders();
    }

    private void deleteEmptyFolders() throws IOException {
        final List<Path> folders = folders();
        for (final Path folder : folders.subList(0, Math.max(0, folders.size() - 1))) {
            if (data(folder).isEmpty()) {
                for (final Path rest : sorted(folder)) {
                    Files.delete(rest);
                }
                Files.delete(folder);
            }
        }
    }
}
