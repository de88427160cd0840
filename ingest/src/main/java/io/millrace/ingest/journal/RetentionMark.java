package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which record the journal has let files be deleted, in a small file of its own: of what stands behind it everything is
 * promised, so what is not found there is damaged, never old. Durable before the first file goes; a crash between the two leaves
 * files that are still read and no longer promised. If it is missing or damaged nobody can tell any more: it is unknown until the next
 * deletion. Advanced by one thread, read by any.
 */
final class RetentionMark {
    static final String FILE = "retention";
    private static final Logger LOG = LoggerFactory.getLogger(RetentionMark.class);
    private static final String FORMAT = "1";
    private static final long UNKNOWN = -1;

    private final Path file;
    private final UUID journal;
    private volatile long deletedTo;

    private RetentionMark(final Path file, final UUID journal, final long deletedTo) {
        this.file = file;
        this.journal = journal;
        this.deletedTo = deletedTo;
    }

    /** Reads it, or makes it where it is certain that nothing has been deleted: in a journal that begins with the first record. */
    static RetentionMark open(final Path root, final UUID journal, final JournalFiles files) throws IOException {
        final Path file = root.resolve(FILE);
        final boolean isThere = Files.exists(file);
        final RetentionMark mark = new RetentionMark(file, journal, isThere ? load(file, journal) : UNKNOWN);
        if (!mark.isKnown()) {
            final long oldest = files.oldestPosition();
            final boolean isWhole = oldest <= 1 && mark.begin();
            if (isThere || !isWhole) {
                LOG.error(
                        "{} is {}, which says up to which record the journal's files were deleted: {}",
                        file,
                        isThere ? "damaged" : "missing",
                        isWhole
                                ? "the journal begins with its first record, it is written anew"
                                : "what is missing in front of record " + oldest
                                        + ", the oldest that can be read, is noticed only behind the forwarded position");
            }
        }
        return mark;
    }

    /** Without it the journal works as well: it only knows less. */
    private boolean begin() {
        try {
            advance(0);
            return true;
        } catch (final IOException e) {
            LOG.error("cannot write {}", file, e);
            return false;
        }
    }

    private static long load(final Path file, final UUID journal) {
        try {
            final List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            final long position = Long.parseLong(lines.get(2));
            return position >= 0 && lines.equals(lines(journal, position)) ? position : UNKNOWN;
        } catch (final IOException | NumberFormatException | IndexOutOfBoundsException e) {
            LOG.debug("cannot read {}", file, e);
            return UNKNOWN;
        }
    }

    private static List<String> lines(final UUID journal, final long position) {
        final CRC32C crc = new CRC32C();
        crc.update((FORMAT + journal + position).getBytes(StandardCharsets.US_ASCII));
        return List.of(FORMAT, journal.toString(), Long.toString(position), Long.toHexString(crc.getValue()));
    }

    boolean isKnown() {
        return deletedTo != UNKNOWN;
    }

    /** Records up to here may have been deleted; 0 if nothing has been, or if it is unknown. */
    long deletedTo() {
        return Math.max(0, deletedTo);
    }

    /** Durable when it returns; never back. */
    void advance(final long position) throws IOException {
        if (position > deletedTo) {
            final String content = String.join("\n", lines(journal, position)) + "\n";
            DurableFile.replace(file, content.getBytes(StandardCharsets.US_ASCII));
            deletedTo = position;
        }
    }
}
