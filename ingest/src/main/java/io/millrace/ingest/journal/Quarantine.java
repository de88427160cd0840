package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where damaged records are kept for a person to look at. Each is counted once, however often it is read again. Any thread. */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    /** First and last position of each find; a file that is gone may have held millions. */
    private final NavigableMap<Long, Long> known = new TreeMap<>();

    private final Queue<DamagedRecords> found = new ConcurrentLinkedQueue<>();
    private volatile long count;

    Quarantine(final Path folder) {
        this.folder = folder;
    }

    synchronized void put(final DamagedRecords damaged) {
        long from = damaged.from();
        while (from <= damaged.to()) {
            final Map.Entry<Long, Long> before = known.floorEntry(from);
            if (before != null && before.getValue() >= from) {
                from = before.getValue() + 1;
            } else {
                final Long next = known.higherKey(from);
                final long to = next == null ? damaged.to() : Math.min(damaged.to(), next - 1);
                add(new DamagedRecords(from, to, damaged.remains()));
                from = to + 1;
            }
        }
    }

    private void add(final DamagedRecords damaged) {
        known.put(damaged.from(), damaged.to());
        count += damaged.to() - damaged.from() + 1;
        keep(damaged);
        found.add(damaged);
    }

    /** What was found and not yet asked for; null if there is nothing. */
    @Nullable
    DamagedRecords poll() {
        return found.poll();
    }

    private void keep(final DamagedRecords damaged) {
        if (damaged.remains().length == 0) {
            LOG.error("journal {}: gone, reading goes on behind", damaged.range());
            return;
        }
        final Path file = folder.resolve(damaged.range().replace(' ', '-') + ".bin");
        try {
            Files.createDirectories(folder);
            Files.write(file, damaged.remains());
            LOG.error("journal {}: damaged, kept in {}, reading goes on behind", damaged.range(), file);
        } catch (final IOException e) {
            LOG.error("journal {}: damaged, and could not be kept in {}", damaged.range(), file, e);
        }
    }

    long count() {
        return count;
    }
}
