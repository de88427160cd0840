package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, beside its {@code lib/}. */
final class PackageIT {
    private static final Path JAR = Path.of(System.getProperty("millrace.jar"));

    @TempDir
    private Path folder;

    @Test
    void shouldBeComplete() throws IOException {
        final List<Path> libraries = libraries();
        assertThat(libraries).hasSizeGreaterThan(50).allSatisfy(each -> assertThat(each)
                .exists());
        try (var copied = Files.list(JAR.resolveSibling("lib"))) {
            assertThat(copied).containsAll(libraries);
        }
    }

    /** Which of two equal names is loaded would be left to the order of the class path. */
    @Test
    void shouldHoldEachClassAndEachLoggingConfigurationOnce() throws IOException {
        final Map<String, Path> seen = new HashMap<>();
        final Set<String> twice = new TreeSet<>();
        for (final Path library : libraries()) {
            try (JarFile jar = new JarFile(library.toFile())) {
                for (final Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    final String name = entries.nextElement().getName();
                    final boolean counts = name.endsWith(".class")
                            && !name.startsWith("META-INF/")
                            && !name.endsWith("module-info.class");
                    final Path other = counts ? seen.putIfAbsent(name, library) : null;
                    if (other != null) {
                        twice.add(other.getFileName() + " and " + library.getFileName());
                    }
                }
            }
        }
        assertThat(seen).isNotEmpty();
        assertThat(twice).isEmpty();
        assertThat(libraries().stream().map(each -> each.getFileName().toString()))
                .as("one way to log")
                .noneMatch(name -> name.matches("(log4j-core|log4j-slf4j|slf4j-simple|slf4j-reload4j|slf4j-jdk14).*"));
    }

    @Test
    void shouldRunWithPlainJavaAndKeepItsOwnVersion() throws Exception {
        final Run version = run("--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.output())
                .startsWith("millrace " + manifest().getValue("Implementation-Version") + " on Java ");

        assertThat(run("init", folder.toString()).exitCode()).isZero();
        final Run check = run("check", folder.resolve("millrace.yaml").toString());
        assertThat(check.exitCode()).as(check.output()).isZero();
    }

    /** What Agrona and Chronicle Queue ask for at run time. */
    @Test
    void shouldOpenTheJdkForItsLibraries() throws IOException {
        assertThat(manifest().getValue("Add-Opens").split(" "))
                .contains("java.base/java.lang.reflect", "java.base/jdk.internal.misc");
        assertThat(manifest().getValue("Add-Exports").split(" "))
                .contains("java.base/sun.nio.ch", "java.base/jdk.internal.ref", "java.base/jdk.internal.misc");
        assertThat(manifest().getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
    }

    private record Run(int exitCode, String output) {}

    private static Run run(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static List<Path> libraries() throws IOException {
        return List.of(manifest().getValue(Attributes.Name.CLASS_PATH).split(" ")).stream()
                .map(JAR::resolveSibling)
                .toList();
    }

    private static Attributes manifest() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }
}
