package io.millrace.ingest.shdr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShdrRecordingTest {
    private static final Set<String> KEYS = Set.of("execution", "mode");

    @TempDir
    Path folder;

    @Test
    void shouldOrderByTimeAndKeepTheFilesOrderWhereTimesAreEqual() throws IOException {
        final ShdrRecording recording = read(
                """
                2026-01-31T12:00:02Z|execution|A
                2026-01-31T12:00:01Z|execution|B
                2026-01-31T12:00:02Z|mode|C|other|x
                2026-01-31T12:00:01.0Z|execution|D
                """);

        assertThat(recording.values().stream().map(timed -> timed.value().text()))
                .containsExactly("B", "D", "A", "C");
        assertThat(recording.values().stream().map(ShdrRecording.Timed::origin))
                .containsExactly("machine.shdr:2", "machine.shdr:4", "machine.shdr:1", "machine.shdr:3");
        assertThat(recording.lines()).isEqualTo(4);
        assertThat(recording.firstNs()).isEqualTo(ns("2026-01-31T12:00:01Z"));
        assertThat(recording.lastNs()).isEqualTo(ns("2026-01-31T12:00:02Z"));
    }

    @Test
    void shouldLetTheSnapshotHoldFromTheFirstLiveLine() throws IOException {
        final ShdrRecording recording = read(
                """
                2025-12-01T00:00:00Z|program|P
                2025-12-01T00:00:00Z|execution|UNAVAILABLE
                2026-01-30T18:00:00Z|mode|MANUAL
                2026-01-31T09:30:00Z|program|Q
                2026-01-31T09:30:05Z|execution|READY
                2026-01-31T12:30:05Z|execution|ACTIVE
                """);

        assertThat(recording.values().stream().map(timed -> timed.value().text()))
                .containsExactly("UNAVAILABLE", "MANUAL", "READY", "ACTIVE");
        assertThat(recording.values().stream().map(ShdrRecording.Timed::timeNs))
                .containsExactly(
                        ns("2026-01-31T09:30:00Z"),
                        ns("2026-01-31T09:30:00Z"),
                        ns("2026-01-31T09:30:05Z"),
                        ns("2026-01-31T12:30:05Z"));
        assertThat(recording.firstNs()).isEqualTo(ns("2026-01-31T09:30:00Z"));
    }

    @Test
    void shouldFindNoSnapshotWithoutAJumpAmongTheFirstValues() throws IOException {
        final ShdrRecording recording = read(
                """
                2026-01-31T23:59:59Z|execution|READY
                2026-02-01T00:10:00Z|mode|MANUAL
                2026-02-01T00:10:01Z|execution|ACTIVE
                2026-02-01T09:00:00Z|execution|READY
                """);

        assertThat(recording.values().get(0).timeNs()).isEqualTo(ns("2026-01-31T23:59:59Z"));
        assertThat(recording.values()).hasSize(4);
    }

    @Test
    void shouldPassOverWhatIsNoObservation() throws IOException {
        final ShdrRecording recording = read(
                """
                * adapterVersion: 2.0

                2020-01-31T12:00:00Z|@ASSET@|1.2|CuttingTool|--multiline--ABCD
                <CuttingTool a="|execution|ACTIVE">
                  text
                --multiline--ABCD
                2026-01-31T12:00:01Z|execution|ACTIVE
                """);

        assertThat(recording.values()).hasSize(1);
        assertThat(recording.faults()).isEmpty();
        assertThat(recording.lines()).isEqualTo(7);
        assertThat(recording.firstNs()).isEqualTo(ns("2026-01-31T12:00:01Z"));
    }

    @Test
    void shouldNotLetAnAssetWithoutAnEndSwallowTheRest() throws IOException {
        final ShdrRecording recording = read(
                """
                2026-01-31T12:00:00Z|@ASSET@|1.2|CuttingTool|--multiline--ABCD
                <CuttingTool>
                2026-01-31T12:00:01Z|execution|ACTIVE
                2026-01-31T12:00:02Z|@ASSET@|1.3|CuttingTool|--multiline--EFGH
                <CuttingTool>
                """);

        assertThat(recording.values()).hasSize(1);
        assertThat(recording.faults().stream().map(ShdrRecording.Fault::origin))
                .containsExactly("machine.shdr:1", "machine.shdr:4");
    }

    @Test
    void shouldKeepWhatItCannotReadWithItsLine() throws IOException {
        final String longLine = "2026-01-31T12:00:03Z|execution|" + "x".repeat(100);
        final byte[] bytes = ("2026-01-31T12:00:00Z|execution|READY\r\nnonsense\n2026-01-31T12:00:02Z|execution\n"
                        + longLine + "\n2026-01-31T12:00:04Z|execution|ACTIVE")
                .getBytes(UTF_8);

        final ShdrRecording recording = read(bytes, new FileLimits(80, 10));

        assertThat(recording.values().stream().map(timed -> timed.value().text()))
                .containsExactly("READY", "ACTIVE");
        assertThat(recording.faults().stream().map(ShdrRecording.Fault::reason))
                .containsExactly(Reason.UNDECODABLE, Reason.UNDECODABLE, Reason.TOO_LARGE);
        assertThat(recording.faults().get(0).origin()).isEqualTo("machine.shdr:2");
        assertThat(recording.faults().get(0).detail()).startsWith("line 2: ");
        assertThat(recording.faults().get(0).bytes()).isEqualTo("nonsense".getBytes(UTF_8));
        assertThat(recording.faults().get(1).detail()).contains("key execution has no value");
        assertThat(recording.faults().get(2).bytes())
                .isEqualTo(longLine.substring(0, 80).getBytes(UTF_8));
    }

    @Test
    void shouldReadGzipAndTellThatItEndsEarly() throws IOException {
        final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            for (int i = 10; i < 60; i++) {
                out.write(("2026-01-31T12:00:" + i + "Z|execution|E" + i * 7919 + "\n").getBytes(UTF_8));
            }
        }
        final byte[] whole = zipped.toByteArray();

        assertThat(read(whole, FileLimits.DEFAULT).values()).hasSize(50);

        final ShdrRecording half = read(Arrays.copyOf(whole, whole.length * 2 / 3), FileLimits.DEFAULT);
        assertThat(half.values().size()).isBetween(1, 49);
        assertThat(half.faults()).hasSize(1);
        assertThat(half.faults().get(0).detail()).contains("the file is broken");
    }

    @Test
    void shouldRefuseMoreThanFitsInMemory() {
        assertThatThrownBy(
                        () -> read("2026-01-31T12:00:00Z|mode|A|execution|B".getBytes(UTF_8), new FileLimits(100, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("machine.shdr")
                .hasMessageContaining("raise the limit");
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThatThrownBy(() -> ShdrRecording.read(List.of(folder.resolve("absent.shdr")), KEYS, FileLimits.DEFAULT))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent.shdr");
    }

    private ShdrRecording read(final String text) throws IOException {
        return read(text.getBytes(UTF_8), FileLimits.DEFAULT);
    }

    private ShdrRecording read(final byte[] bytes, final FileLimits limits) throws IOException {
        final Path file = Files.write(folder.resolve("machine.shdr"), bytes);
        return ShdrRecording.read(List.of(file), KEYS, limits);
    }

    private static long ns(final String time) {
        final Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
