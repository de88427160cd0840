package io.millrace.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the importing process in the middle: run again it goes on there, and nothing is missing. Begun anew it repeats all. */
@Timeout(120)
class ImportKillTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final int LINES = 40_000;
    private static final int STOP_AT = 20_000;
    private static final int KILL_AT = 12_000;

    @TempDir
    Path root;

    @Test
    void shouldGoOnWhereItWasKilledWithNothingMissing() throws Exception {
        final long resumedAt = killedAndRunAgain(false);
        final List<Long> values = journalled();

        assertThat(resumedAt).isGreaterThanOrEqualTo(KILL_AT / 2);
        assertThat(values.stream().distinct().count()).as("every line").isEqualTo(LINES);
        assertThat(values.size() - LINES).as("repeated").isLessThanOrEqualTo(LINES - (int) resumedAt);
        assertThat(values.size()).as("what is durable is not repeated").isLessThan(LINES + STOP_AT / 2);
    }

    /** The twin: without its position. */
    @Test
    void shouldRepeatAllIfItForgetsWhereItWas() throws Exception {
        assertThat(killedAndRunAgain(true)).isZero();
        assertThat(journalled().size()).isGreaterThan(LINES + KILL_AT / 2);
    }

    /** @return messages that the second run found durable */
    private long killedAndRunAgain(final boolean again) throws IOException, InterruptedException {
        final Path file = Files.writeString(root.resolve("in.ndjson"), lines());
        final Process killed = start(file, 1, false, STOP_AT);
        boolean isKilled = false;
        try (BufferedReader out = reader(killed)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                assertThat(line).as("it was killed before its end").doesNotStartWith("done");
                if (!isKilled && Long.parseLong(line) >= KILL_AT) {
                    isKilled = true;
                    killed.toHandle().destroyForcibly();
                    break;
                }
            }
        }
        assertThat(isKilled).as("the kill came in the middle").isTrue();
        killed.waitFor();
        final Process second = start(file, 2, again, -1);
        String last = "";
        try (BufferedReader out = reader(second)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        assertThat(last).startsWith("done ");
        assertThat(second.waitFor()).isZero();
        return Long.parseLong(last.substring("done ".length()));
    }

    private Process start(final Path file, final int incarnation, final boolean again, final int stopAt)
            throws IOException {
        return ChildJvm.start(
                ImportChild.class,
                root.toString(),
                file.toString(),
                MACHINE,
                String.valueOf(incarnation),
                String.valueOf(again),
                String.valueOf(stopAt));
    }

    private static BufferedReader reader(final Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    private List<Long> journalled() {
        try (ChronicleJournal journal = JournalKit.open(root.resolve("journal"))) {
            return JournalKit.readAll(journal).stream()
                    .flatMap(entry -> entry.events().stream())
                    .filter(event -> event.fact() instanceof Fact.CounterReading)
                    .map(JournalKit::value)
                    .toList();
        }
    }

    /** A reading each tenth of a second, whose value is its number. */
    private static String lines() {
        return IntStream.range(0, LINES)
                .mapToObj(i -> "{\"machine\":\"" + MACHINE + "\",\"kind\":\"counter\",\"time\":"
                        + (1_769_860_800_000L + i * 100L) + ",\"measure\":\"good\",\"value\":" + i + "}\n")
                .collect(Collectors.joining());
    }
}
