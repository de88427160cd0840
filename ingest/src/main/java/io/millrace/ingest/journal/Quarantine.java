package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where damaged records are kept for a person to look at. Each is counted once, however often it is read again. Any thread. */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final Set<Long> positions = ConcurrentHashMap.newKeySet();
    private final Queue<DamagedRecords> found = new ConcurrentLinkedQueue<>();

    Quarantine(final Path folder) {
        this.folder = folder;
    }

    void put(final DamagedRecords damaged) {
        boolean isNew = false;
        for (long position = damaged.from(); position <= damaged.to(); position++) {
            if (positions.add(position)) {
                isNew = true;
                keep(position, damaged.remains());
            }
        }
        if (isNew) {
            found.add(damaged);
        }
    }

    /** What was found and not yet asked for; null if there is nothing. */
    @Nullable
    DamagedRecords poll() {
        return found.poll();
    }

    private void keep(final long position, final byte[] content) {
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
