package io.millrace.app.rivals;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A rival's folder: its sources, its build ({@code pom.xml} or {@code package.json}), and {@code rival.properties}: {@code title},
 * {@code command} ({@code {java}} stands for this program's Java with the flags that all JVMs get), and for each {@code variants} a
 * {@code guarantee.VARIANT}; {@code wire = sparkplug} if machines are to talk that to it.
 */
final class RivalFolder {
    private static final String DESCRIPTION = "rival.properties";
    private static final long BUILT_WITHIN_MIN = 20;
    private static final int LINES_SHOWN = 3;
    /** The same for everyone, Millrace's processes included: two cores have no use for a concurrent collector. */
    private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC", "-Xshare:auto");

    private final Path folder;
    private final Properties properties = new Properties();

    private RivalFolder(final Path folder) throws IOException {
        this.folder = folder;
        try (Reader in = Files.newBufferedReader(folder.resolve(DESCRIPTION))) {
            properties.load(in);
        }
    }

    /** @return the rivals of a folder, by name */
    static List<RivalFolder> in(final Path rivals) throws IOException {
        final List<RivalFolder> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(rivals)) {
            for (final Path each : folders.sorted().toList()) {
                if (Files.exists(each.resolve(DESCRIPTION))) {
                    found.add(new RivalFolder(each));
                }
            }
        }
        return found;
    }

    String name() {
        return String.valueOf(folder.getFileName());
    }

    /** One for each variant, named for it. */
    List<Contestant> contestants() {
        final List<String> variants = words("variants");
        if (variants.isEmpty()) {
            return List.of(contestant("", name()));
        }
        return variants.stream()
                .map(variant -> contestant(variant, name() + "-" + variant))
                .toList();
    }

    private Contestant contestant(final String variant, final String name) {
        return new RivalContestant(
                name,
                value("title"),
                Wire.valueOf(properties.getProperty("wire", "json").toUpperCase(Locale.ROOT)),
                value(variant.isEmpty() ? "guarantee" : "guarantee." + variant),
                variant,
                folder,
                command());
    }

    private List<String> command() {
        final List<String> command = new ArrayList<>();
        for (final String word : words("command")) {
            if (word.equals("{java}")) {
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(JVM);
            } else {
                command.add(word);
            }
        }
        return command;
    }

    private List<String> words(final String key) {
        return Arrays.stream(properties.getProperty(key, "").strip().split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String value(final String key) {
        final String value = properties.getProperty(key);
        if (value == null) {
            throw new Failure(ExitCode.USAGE, folder.resolve(DESCRIPTION) + " has no '" + key + "'");
        }
        return value;
    }

    /**
     * Builds it anew with its own tool, so that nothing of an earlier version is left.
     *
     * @param log what the tool says
     * @throws Failure if it cannot be built, with the reason
     */
    void build(final Path log) throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        final List<String> tool = Files.exists(folder.resolve("pom.xml"))
                ? List.of("mvn", "-q", "-B", "clean", "package")
                : List.of("npm", "ci", "--no-audit", "--no-fund");
        final Process build;
        try {
            build = new ProcessBuilder(tool)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (final IOException notThere) {
            throw new Failure(
                    ExitCode.CANNOT_START, "cannot be built: there is no " + tool.get(0) + " on the path", notThere);
        }
        if (!build.waitFor(BUILT_WITHIN_MIN, TimeUnit.MINUTES)) {
            build.destroy();
            throw new Failure(
                    ExitCode.CANNOT_START, "was not built within " + BUILT_WITHIN_MIN + " minutes: see " + log);
        }
        if (build.exitValue() != 0) {
            throw new Failure(ExitCode.CANNOT_START, "cannot be built: " + beginning(log) + " (" + log + ")");
        }
    }

    /** A build says first what is wrong. */
    private static String beginning(final Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return String.join(
                    " | ",
                    lines.filter(line -> !line.isBlank()).limit(LINES_SHOWN).toList());
        }
    }
}
