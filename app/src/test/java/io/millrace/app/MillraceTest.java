package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.exit.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MillraceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteFilesThatItAcceptsItself() {
        assertThat(run("init", folder.resolve("new").toString())).isZero();
        assertThat(run("check", folder.resolve("new/millrace.yaml").toString())).isZero();
        assertThat(out.toString()).contains("kafka.bootstrap: 127.0.0.1:9092").endsWith("OK" + System.lineSeparator());
        assertThat(run("check", folder.resolve("new/plant.yaml").toString())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldLeaveFilesAloneUnlessForced() throws IOException {
        final Path mine = Files.writeString(folder.resolve("plant.yaml"), "mine");

        assertThat(run("init", folder.toString())).isEqualTo(2);
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("millrace.yaml")).as("all or nothing").doesNotExist();
        assertThat(err.toString()).contains("left alone", "--force");

        assertThat(run("init", folder.toString(), "--force")).isZero();
        assertThat(mine).content().contains("site-time-zone");
    }

    @Test
    void shouldPrintEveryFaultAndExitWithTwo() throws IOException {
        final Path file = Files.writeString(folder.resolve("some.yaml"), "machines: []\nsite-time-zone: Nowhere\n");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .matches(Pattern.quote(file.toString()) + ":\\d+:\\d+: .+"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldKnowAMappingByItsKeys() throws IOException {
        final Path file = Files.writeString(
                folder.resolve("mapping.yaml"), "machine: a/b/c/d/e\nkeys: { execution: { kind: state } }\n");
        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString()).contains("keys.execution.table: packml  (default)");
    }

    @Test
    void shouldSayInOneSentenceWhatIsWrongAndMoreOnlyWhenAsked() throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");
        final String[] impossible = {"kafka-broker", "--port", "0", "--data", file.toString()};

        assertThat(run(impossible)).isEqualTo(4);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("millrace: ");

        final String[] verbose = Arrays.copyOf(impossible, impossible.length + 1);
        verbose[impossible.length] = "--verbose";
        assertThat(run(verbose)).isEqualTo(4);
        assertThat(err.toString()).contains("\tat io.millrace.app.broker");
    }

    @Test
    void shouldExplainMisuse() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand", "check");
        assertThat(run("chek", "x")).isEqualTo(2);
        assertThat(run("check")).isEqualTo(2);
        assertThat(err.toString()).contains("millrace check --help");
        assertThat(run("mqtt-broker", "--data", "x", "--port", "many")).isEqualTo(2);
    }

    @Test
    void shouldHelpWithEveryCommandAndDocumentTheSameExitCodes() {
        final CommandLine root = Millrace.commandLine();
        for (final String name : root.getSubcommands().keySet()) {
            assertThat(run(name, "--help")).as(name).isZero();
            assertThat(out.toString()).startsWith("Usage: millrace " + name).contains("Exit codes:");
            assertThat(run(name, "--version")).as(name).isZero();
            assertThat(out.toString()).startsWith("millrace ");
        }
        final var documented = root.getCommandSpec().usageMessage().exitCodeList();
        assertThat(documented).hasSize(ExitCode.values().length);
        for (final ExitCode code : ExitCode.values()) {
            assertThat(documented).containsEntry(String.valueOf(code.code()), code.meaning());
        }
    }

    @Test
    void shouldHideTheBrokersFromTheListOfCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("init", "check").doesNotContain("kafka-broker", "mqtt-broker");
    }

    private int run(final String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Millrace.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
