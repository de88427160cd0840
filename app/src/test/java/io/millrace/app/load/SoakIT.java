package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.app.Millrace;
import io.millrace.app.run.GatewayRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole soak, with processes, short. */
class SoakIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void shouldMeasureEveryMessageInItsInterval() throws Exception {
        final int exit = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "perf",
                        "soak",
                        "--rate=50",
                        "--machines=3",
                        "--warm-up=1s",
                        "--for=5s",
                        "--every=2s",
                        "--out=" + folder);

        assertThat(exit).as("%s%n%s", out, err).isZero();
        assertThat(out.toString()).contains("measurement 5 s", "disk: up to");
        final JsonNode found =
                new JsonMapper().readTree(folder.resolve("result.json").toFile());
        assertThat(found.path("faults")).isEmpty();
        assertThat(found.path("counts").path("received").asLong()).isEqualTo(300);
        assertThat(found.path("counts").path("confirmedUnits").asLong()).isEqualTo(300);
        assertThat(found.path("notes").toString()).contains("Growth was not judged");
        final JsonNode intervals = found.path("intervals");
        assertThat(intervals)
                .extracting(interval -> interval.path("kafkaRead").path("count").asInt())
                .as("what was due in each, whenever it arrived")
                .containsExactly(100, 100, 50);
        // Of 100 units each, the tenth is due in the warm-up.
        assertThat(sum(intervals, "confirmed")).isEqualTo(27);
        assertThat(intervals).allSatisfy(interval -> {
            assertThat(interval.path("diskBytes").path("gateway").asLong()).isPositive();
            assertThat(interval.path("diskBytes").path("topology").asLong()).isPositive();
            assertThat(interval.path("processes")).hasSize(4).allSatisfy(process -> assertThat(
                            process.path("residentBytes").asLong())
                    .isPositive());
            assertThat(interval.path("processes"))
                    .filteredOn(process -> process.path("heapBytes").asLong() > 0)
                    .extracting(process -> process.path("process").asText())
                    .containsExactlyInAnyOrder("gateway", "topology");
        });
        assertThat(folder.resolve("latency.svg")).content().contains("<polyline");
    }

    @Test
    @Timeout(180)
    void shouldReportWhatWasMeasuredWhenItIsEndedEarly() throws Exception {
        final List<String> lines = new ArrayList<>();
        final SoakRun[] run = new SoakRun[1];
        run[0] = new SoakRun(
                new LoadOptions(3, 2, null, Map.of(), folder),
                new LoadOptions.Soak(50, Duration.ofHours(8), Duration.ofSeconds(1), Duration.ofSeconds(1), 0.02),
                GatewayRun::now,
                line -> {
                    lines.add(line);
                    if (line.startsWith(" 0:00:02")) {
                        run[0].stop();
                    }
                });

        final SoakReport report = run[0].run(Instant.now());

        assertThat(report.faults()).as(String.join("\n", lines)).isEmpty();
        assertThat(report.intervals()).hasSize(2);
        assertThat(report.counts().sent())
                .as("nothing was sent behind it but what was due by then")
                .isBetween(150L, 1_000L);
        assertThat(report.counts().received()).isEqualTo(report.counts().sent());
        assertThat(report.counts().confirmedUnits()).isEqualTo(report.counts().sent());
        assertThat(report.notes()).anyMatch(note -> note.contains("ended before its time"));
    }

    private static int sum(final JsonNode intervals, final String hop) {
        return StreamSupport.stream(intervals.spliterator(), false)
                .mapToInt(interval -> interval.path(hop).path("count").asInt())
                .sum();
    }
}
