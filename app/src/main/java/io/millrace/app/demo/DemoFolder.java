package io.millrace.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The demo's own folder, made for it and, if all went well, gone with it. */
final class DemoFolder {
    private DemoFolder() {}

    /** What cannot be deleted is left: it lies in the system's folder for temporary files. */
    static void deleteQuietly(final Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (final IOException | UncheckedIOException left) {
            return;
        }
    }
}
