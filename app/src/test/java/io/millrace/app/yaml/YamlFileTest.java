package io.millrace.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlFileTest {
    private static final Surroundings NOWHERE = new Surroundings(Path.of("/nowhere"), name -> null);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1, 2            | 1  | look at indentation",
                "a: 1\\n\\tb: 2      | 2  | use blanks, not tabs",
                "a: {b: ${env:X}}    | 1  | put quotation marks around",
                "a: 1\\n b: 2        | 2  | is not YAML",
                "a: 1\\n---\\nb: 2   | 2  | single document",
                "a: *nobody          | 1  | undefined alias",
                "- a                 | 1  | must be a group of keys",
                "a: !!java.net.URL x | 1  | tag is not allowed",
                "<<: {a: 1}          | 1  | write the keys out",
                "? [a]\\n: 1         | 1  | a single word",
                "# nothing           | 1  | is empty",
            })
    void shouldNameTheLineOfWhatIsNotYaml(final String text, final int line, final String message) {
        final Fault fault = onlyFault(text.translateEscapes());
        assertThat(fault.toString()).startsWith("some.yaml:" + line + ":").contains(message);
    }

    @Test
    void shouldReadUpToTheLimitsAndNotBeyond() {
        assertThat(onlyFault("a: " + "[".repeat(50) + "]".repeat(50)).message()).contains("Nesting Depth");
        final String bomb = "a: &a [x]\n" + "b: [" + "*a, ".repeat(50) + "*a]\n";
        assertThat(onlyFault(bomb).message()).contains("aliases");
        assertThat(read("a: 1\nb: &b [x]\nc: [*b, *b]\n", root -> {
                            root.ignoreRest();
                            return root.keys();
                        })
                        .value())
                .containsExactly("a", "b", "c");
    }

    @Test
    void shouldNotFollowAGroupThatHoldsItself() {
        final Checked<Integer> read = read(
                "a: &a {b: *a}\n",
                root -> root.section(
                        "a",
                        one -> one.section(
                                "b",
                                two -> two.section("b", three -> {
                                    three.ignoreRest();
                                    return three.keys().size();
                                }))));
        assertThat(read.value()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongWithTheFileItself() throws Exception {
        assertThat(faultOf(folder.resolve("none.yaml"))).contains("no such file");
        assertThat(faultOf(folder)).contains("cannot be read");
        assertThat(faultOf(Files.write(folder.resolve("latin"), "a: ä".getBytes(StandardCharsets.ISO_8859_1))))
                .contains("not UTF-8");
        assertThat(faultOf(Files.write(folder.resolve("large"), new byte[5 << 20])))
                .contains("larger than 4 MB");
        assertThat(faultOf(Files.writeString(folder.resolve("bell"), "a: \u0007")))
                .contains("not allowed");
    }

    @Test
    void shouldReportAllFaultsInTheOrderOfLinesAndNoMoreThanAnyoneReads() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("key").append(i).append(": x\n");
        }
        final List<Fault> faults = read(text.toString(), root -> 1).faults();
        assertThat(faults).hasSize(200).isSorted();
        assertThat(faults.get(0).line()).isEqualTo(1);
        assertThat(faults.get(199).line()).isEqualTo(200);
    }

    private static <T> Checked<T> read(final String text, final Function<Section, T> reader) {
        return YamlFile.parse("some.yaml", text, NOWHERE, reader);
    }

    private static Fault onlyFault(final String text) {
        final Checked<Integer> read = read(text, root -> 1);
        assertThat(read.isSound()).isFalse();
        assertThat(read.faults()).hasSize(1);
        return read.faults().get(0);
    }

    private static String faultOf(final Path file) {
        final Checked<Integer> read = YamlFile.read(file, NOWHERE, root -> 1);
        assertThat(read.faults()).hasSize(1);
        assertThat(read.faults().get(0).toString()).startsWith(file + ":1:1: ");
        return read.faults().get(0).message();
    }
}
