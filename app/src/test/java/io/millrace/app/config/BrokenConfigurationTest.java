package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is in a file, reading it ends with a configuration or with faults that have a place in it. */
final class BrokenConfigurationTest {
    private static final List<String> SPLINTERS = List.of(
            ":",
            "-",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "|",
            ">",
            "#",
            "\t",
            "\n",
            "${env:",
            "null",
            "~",
            "---",
            "%YAML 9.9",
            "? ",
            "\u0000",
            "\uD83D",
            "é",
            "99999999999",
            "-1",
            "1e999",
            "!",
            "@",
            "`");

    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("broken");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        for (final String name : List.of("millrace.yaml", "plant.yaml")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Property(tries = 2000)
    void shouldOnlyEverEndWithFaults(@ForAll final long seed) {
        final Random random = new Random(seed);
        check(
                folder,
                broken(Template.millrace(), random),
                broken(random.nextBoolean() ? Template.plant() : Template.plantWithExamples(), random));
    }

    @Property(tries = 500)
    void shouldTakeAnyTextAtAll(@ForAll final String text, @ForAll("yamlish") final String yamlish) {
        check(folder, text, yamlish);
        check(folder, yamlish, text);
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.of(SPLINTERS).list().ofMaxSize(30).map(parts -> String.join("", parts));
    }

    /** @return true if it can be used */
    static boolean check(final Path folder, final String millrace, final String plant) {
        final Checked<Configuration> read;
        try {
            Files.writeString(folder.resolve("plant.yaml"), printable(plant));
            read = Template.read(folder, printable(millrace), printable(plant), Map.of());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(read.isSound()).isEqualTo(read.faults().isEmpty());
        assertThat(read.faults()).isSortedAccordingTo(BrokenConfigurationTest::byLineInEachFile);
        for (final Fault fault : read.faults()) {
            assertThat(fault.line()).isPositive();
            assertThat(fault.column()).isPositive();
            assertThat(fault.message()).isNotBlank();
        }
        return read.isSound();
    }

    /** What no editor would save as UTF-8 in the first place. */
    private static String printable(final String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static int byLineInEachFile(final Fault one, final Fault other) {
        return one.file().equals(other.file()) ? one.compareTo(other) : 0;
    }

    /** A few lines lost, doubled, moved in or out; a few splinters thrown in. */
    private static String broken(final String text, final Random random) {
        final List<String> lines = new ArrayList<>(text.lines()
                .map(line -> random.nextInt(4) == 0 ? line.replaceFirst("# ", "") : line)
                .toList());
        final int edits = random.nextInt(8);
        for (int i = 0; i < edits; i++) {
            final int at = random.nextInt(lines.size());
            final String line = lines.get(at);
            switch (random.nextInt(5)) {
                case 0 -> lines.set(at, "");
                case 1 -> lines.add(random.nextInt(lines.size()), line);
                case 2 -> lines.set(at, "  " + line);
                case 3 -> lines.set(at, line.strip());
                default -> {
                    final int column = random.nextInt(line.length() + 1);
                    final String splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
                    lines.set(at, line.substring(0, column) + splinter + line.substring(column));
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
