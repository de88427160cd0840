package io.millrace.app.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders that other processes may be writing to. */
public final class Folders {
    private Folders() {}

    /** @return bytes of all files in it, without those that vanish while it looks */
    public static long bytes(final Path folder) {
        long bytes = 0;
        for (final Path each : contents(folder)) {
            try {
                bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
            } catch (final IOException gone) {
                continue;
            }
        }
        return bytes;
    }

    /** @return of a topologies' state folder: bytes by application and store, all partitions together */
    static Map<String, Long> bytesByStore(final Path state) {
        final Map<String, Long> bytes = new TreeMap<>();
        for (final Path each : contents(state)) {
            // APPLICATION/TASK/rocksdb/STORE, as Kafka Streams lays them out.
            final Path parent = each.getParent();
            if (parent.endsWith("rocksdb") && Files.isDirectory(each)) {
                final Path application = parent.getParent().getParent().getFileName();
                bytes.merge(application + "/" + each.getFileName(), bytes(each), Long::sum);
            }
        }
        return bytes;
    }

    public static void delete(final Path folder) throws IOException {
        for (final Path each :
                contents(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(each);
        }
    }

    private static List<Path> contents(final Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        while (true) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.toList();
            } catch (final UncheckedIOException gone) {
                continue; // a folder that was deleted under way: look again
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
