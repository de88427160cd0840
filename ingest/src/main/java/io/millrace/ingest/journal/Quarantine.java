package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where damaged records are kept for a person to look at. Each is counted once, however often it is read again. Any thread. */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final Set<Long> positions = ConcurrentHashMap.newKeySet();

    Quarantine(final Path folder) {
        this.folder = folder;
    }

    /** @param content what is left of it, may be empty */
    void put(final long position, final byte[] content) {
        if (!positions.add(position)) {
            return;
        }
        final Path file = folder.resolve("record-" + position + ".bin");
        try {
            Files.createDirectories(folder);
            Files.write(file, content);
            LOG.error("journal record {} is damaged: kept in {}, reading goes on behind it", position, file);
        } catch (final IOException e) {
            LOG.error("journal record {} is damaged and could not be kept in {}", position, file, e);
        }
    }

    long count() {
        return positions.size();
    }
}
