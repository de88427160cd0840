package io.millrace.benchmarks.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder where the JVM's temporary files go (-Djava.io.tmpdir), deleted when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
    /** An iteration writes as fast as it can: some hundred megabytes. */
    private static final long NEEDED_BYTES = 3L << 30;

    /** @throws IllegalStateException if the disk has too little room */
    static TemporaryFolder create() throws IOException {
        final Path path = Files.createTempDirectory("millrace-bench");
        final long usable = path.toFile().getUsableSpace();
        if (usable < NEEDED_BYTES) {
            Files.delete(path);
            throw new IllegalStateException("the disk of " + path.getParent() + " has " + usable + " bytes left, "
                    + NEEDED_BYTES + " are wanted: make room, or set -Djava.io.tmpdir");
        }
        return new TemporaryFolder(path);
    }

    @Override
    public void close() throws IOException {
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(path)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
