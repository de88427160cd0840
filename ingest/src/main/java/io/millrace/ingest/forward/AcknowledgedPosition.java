package io.millrace.ingest.forward;

import io.millrace.ingest.journal.DurableFile;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far Kafka has acknowledged the journal without a hole, kept in a small file. If the file is lost, damaged or belongs to another
 * journal, everything is sent again: readers drop what they know. Written by one thread, read by any.
 */
final class AcknowledgedPosition {
    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedPosition.class);
    private static final String FORMAT = "1";

    private final Path file;
    private final UUID journal;
    private volatile long position;
    private long saved;

    /** Before anything is appended: a position beyond the journal's end (its tail was lost) would swallow what comes. */
    AcknowledgedPosition(final Path file, final Journal journal) {
        this.file = file;
        this.journal = journal.id();
        final long stored = load();
        if (stored > journal.lastPosition()) {
            LOG.warn(
                    "the journal ends at record {}, before the forwarded record {}: its tail was lost with the machine",
                    journal.lastPosition(),
                    stored);
        }
        this.position = Math.min(stored, journal.lastPosition());
        this.saved = stored;
        if (stored > position) {
            // Stored at once: should it die again behind a longer journal, the old position would be believed.
            save(true);
        }
    }

    private long load() {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            final List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            if (lines.size() == 3 && lines.get(0).equals(FORMAT)) {
                return UUID.fromString(lines.get(1)).equals(journal) ? Long.parseLong(lines.get(2)) : 0;
            }
        } catch (final IOException | IllegalArgumentException e) {
            LOG.warn("cannot read {}: {}", file, e.getMessage());
        }
        LOG.warn("{} is damaged: the whole journal is forwarded again, readers drop what they know", file);
        return 0;
    }

    long position() {
        return position;
    }

    void advance(final long newPosition) {
        position = Math.max(position, newPosition);
    }

    /** @param durably also over a power cut: before the journal deletes anything */
    void save(final boolean durably) {
        final long current = position;
        if (current == saved && !durably) {
            return;
        }
        final byte[] content = (FORMAT + "\n" + journal + "\n" + current + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            if (durably) {
                DurableFile.replace(file, content);
            } else {
                DurableFile.replaceLazily(file, content);
            }
            saved = current;
        } catch (final IOException e) {
            throw new JournalException("cannot store the forwarded position in " + file + ": " + e.getMessage(), e);
        }
    }
}
