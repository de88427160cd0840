package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.Millrace;
import io.millrace.ingest.files.Playback.Phase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

final class ImportCommandTest {
    private static final long NS_PER_S = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeConfiguration() throws IOException {
        write("plant.yaml", "site-time-zone: Europe/Berlin\nmachines: [{ path: acme/berlin/mill/line2/mill1 }]\n");
        write(
                "millrace.yaml",
                "gateway: { id: gw1 }\nkafka: { bootstrap: \"127.0.0.1:1\" }\nmaster-data: plant.yaml\n");
    }

    @Test
    void shouldShowTheFirstEventsOfACsvFileAndSendNothing() throws IOException {
        final Path mapping = write(
                "mapping.yaml",
                """
                format: csv
                time: { column: Time, zone: Europe/Berlin }
                machines:
                  - machine: acme/berlin/mill/line2/mill1
                    signals:
                      - { column: State, kind: state }
                      - { column: Good, kind: counter, measure: good }
                """);
        final Path file = write(
                "in.csv",
                "Time,State,Good\n2026-01-31 12:00:00,6,1\n2026-01-31 12:00:01,6,2\n2026-01-31 12:00:02,6,3\n");

        assertThat(run("import", file.toString(), "-c", config(), "-m", mapping.toString(), "--check", "3"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "2026-01-31T11:00:00Z  acme/berlin/mill/line2/mill1  StateChanged[state=EXECUTE, mode=UNKNOWN,"
                                + " nativeState=6, reason=]",
                        "2026-01-31T11:00:00Z  acme/berlin/mill/line2/mill1  CounterReading[measure=GOOD, reset=false,"
                                + " valueMilli=1000]",
                        "2026-01-31T11:00:01Z  acme/berlin/mill/line2/mill1  CounterReading[measure=GOOD, reset=false,"
                                + " valueMilli=2000]",
                        "3 events, 0 faults; nothing was sent");
        assertThat(run("check", mapping.toString())).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void shouldShowTheFaultsOfAnNdjsonFile() throws IOException {
        final Path file = write("in.ndjson", "{\"machine\":\"acme/berlin/mill/line2/mill1\",\"kind\":\"state\"}\nx\n");

        assertThat(run("import", file.toString(), "-c", config(), "--check")).isEqualTo(1);
        assertThat(out.toString())
                .contains("in.ndjson:1  NO_SOURCE_TIME", "in.ndjson:2  UNDECODABLE", "0 events, 2 faults");
    }

    @Test
    void shouldNameWhatCannotBeImported() throws IOException {
        final Path mapping =
                write("mapping.yaml", "machine: a/b/c/d/e\nkeys: { execution: { kind: state, table: mtconnect } }\n");
        final Path file = write("in.shdr", "2026-01-31T12:00:00Z|execution|READY\n");

        assertThat(run("import", file.toString(), "-c", config(), "-m", mapping.toString(), "--check"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("machine a/b/c/d/e is not known: add it to the master data");
        assertThat(run("import", folder.resolve("absent").toString(), "-c", config()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no readable file");
        assertThat(run("import", file.toString(), "-c", config(), "--speed", "fast"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("write 1x (as recorded)");
        assertThat(run("import", file.toString(), "-c", config(), "--source", "a b"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is not a name");
    }

    @Test
    void shouldReadSpeeds() {
        assertThat(new SpeedOption().convert("max")).isZero();
        assertThat(new SpeedOption().convert("60x")).isEqualTo(60);
        assertThat(new SpeedOption().convert("0.5x")).isEqualTo(0.5);
        assertThatThrownBy(() -> new SpeedOption().convert("0x")).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void shouldShowHowFarItIsWithRateAndTimeLeft() {
        final AtomicLong nanoTime = new AtomicLong();
        final ImportBar log = new ImportBar(new PrintWriter(out), false, nanoTime::get);
        log.onProgress(Phase.TELLING, 1, 100, 10);
        nanoTime.set(10 * NS_PER_S);
        log.onProgress(Phase.TELLING, 2, 100, 20);
        log.onProgress(Phase.TELLING, 10, 100, 1_000);
        log.onProgress(Phase.TELLING, 100, 100, 10_000);
        log.close();
        assertThat(out.toString().lines())
                .containsExactly(
                        "  1 % sent, 10 lines",
                        " 10 % sent, 1,000 lines  100 lines/s  1m 30s left", "100 % sent, 10,000 lines  1,000 lines/s");

        out.getBuffer().setLength(0);
        final ImportBar live = new ImportBar(new PrintWriter(out), true, nanoTime::get);
        live.onProgress(Phase.READING, 50, 100, 10);
        live.onProgress(Phase.READING, 51, 100, 10);
        live.close();
        assertThat(out.toString())
                .isEqualTo("\r[###############               ]  50 % read, 10 lines" + System.lineSeparator());
    }

    private Path write(final String name, final String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String config() {
        return folder.resolve("millrace.yaml").toString();
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
