package io.millrace.ingest.sparkplug;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this computer that some tests need. */
final class Programs {
    private Programs() {}

    static boolean has(final String name) {
        return find(name).isPresent();
    }

    /** Also where distributions put servers, which need not be in the path of an ordinary user. */
    static Optional<Path> find(final String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
