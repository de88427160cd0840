package io.millrace.ingest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChildJvm;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 48 MB that fills up and is freed again. */
@Tag("faults")
@Timeout(120)
class FullDiskTest {
    private static final int DISK_MB = 48;
    private static final int BALLAST_MB = 16;

    @TempDir
    Path dir;

    @Test
    void shouldShedTelemetryFirstThenWaitAndLoseNothingElse() throws Exception {
        try (Mount disk = Mount.memory(dir.resolve("disk"), DISK_MB)) {
            final Path ballast = ballast(disk);
            final List<String> said = new ArrayList<>();
            final Process child = start(disk, "GUARDED", said);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as("said %s", said).isZero();
            assertThat(ballast).doesNotExist();
            assertThat(said).extracting(line -> line.split(" ")[0]).containsExactly("SHEDDING", "BLOCKED", "END");
            final long whenShedding = Long.parseLong(said.get(0).split(" ")[1]);
            final long whenBlocked = Long.parseLong(said.get(1).split(" ")[1]);
            assertThat(whenBlocked).as("taken while telemetry was shed").isGreaterThan(whenShedding);
            final String[] end = said.get(2).split(" ");

            final List<Event> contexts = events(disk.folder().resolve("critical"));
            assertThat(contexts).hasSize(Integer.parseInt(end[1]));
            final List<Event> telemetry = events(disk.folder().resolve("telemetry"));
            final long values = telemetry.stream()
                    .filter(event -> event.fact() instanceof Fact.ProcessValue)
                    .count();
            final long shed = telemetry.stream()
                    .filter(event -> event.fact() instanceof Fact.SourceGap)
                    .map(event -> ((Fact.SourceGap) event.fact()).cause())
                    .filter(cause -> cause.contains("were shed"))
                    .mapToLong(cause -> Long.parseLong(cause.substring(0, cause.indexOf(' '))))
                    .sum();
            assertThat(shed).as("declared").isEqualTo(Long.parseLong(end[3])).isPositive();
            assertThat(values + shed).as("acknowledged").isEqualTo(Long.parseLong(end[2]));
            assertThat(end[4]).as("critical events shed").isEqualTo("0");
        }
    }

    @Test
    void shouldNotSurviveWithoutTheWatermark() throws Exception {
        try (Mount disk = Mount.memory(dir.resolve("disk"), DISK_MB)) {
            ballast(disk);
            final List<String> said = new ArrayList<>();
            final Process child = start(disk, "UNGUARDED", said);
            assertThat(child.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            assertThat(child.exitValue()).as("said %s", said).isNotZero();
            assertThat(said).noneMatch(line -> line.startsWith("END"));
        }
    }

    private static Path ballast(final Mount disk) throws IOException {
        return Files.write(disk.folder().resolve("ballast"), new byte[BALLAST_MB << 20]);
    }

    /** Listens until it ends, or for a while; the disk is freed as soon as it is blocked. */
    private Process start(final Mount disk, final String guard, final List<String> said) throws Exception {
        final List<String> command = new ArrayList<>(
                ChildJvm.command(FullDiskChild.class, disk.folder().toString(), guard));
        command.addAll(1, List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-XX:-UsePerfData"));
        final Process child = new ProcessBuilder(command)
                .redirectError(dir.resolve("errors").toFile())
                .start();
        final Thread listener = new Thread(() -> listen(disk, child, said), "full-disk-listener");
        listener.start();
        listener.join(TimeUnit.SECONDS.toMillis(60));
        return child;
    }

    private static void listen(final Mount disk, final Process child, final List<String> said) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("(SHEDDING|BLOCKED|END) .*")) {
                    said.add(line);
                }
                if (line.startsWith("BLOCKED")) {
                    Files.delete(disk.folder().resolve("ballast"));
                }
            }
        } catch (final IOException e) {
            said.add(String.valueOf(e.getMessage()));
        }
    }

    private static List<Event> events(final Path folder) {
        // A disk still quite full is no matter for a reader.
        try (ChronicleJournal journal = ChronicleJournal.open(
                folder, JournalKit.SMALL, () -> JournalKit.START_NS, System::nanoTime, () -> Long.MAX_VALUE)) {
            assertThat(journal.damagedRecords()).isZero();
            return JournalKit.readAll(journal).stream()
                    .flatMap(entry -> entry.events().stream())
                    .toList();
        }
    }
}
