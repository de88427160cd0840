package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.app.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole measurement, with processes, small. */
class LoadIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void shouldMeasureEveryHopOfEveryMessageAndFindAllOfThem() throws Exception {
        final int exit = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("perf", "latency", "--rate=50", "--machines=3", "--warm-up=1s", "--for=3s", "--out=" + folder);

        assertThat(exit).as("%s%n%s", out, err).isZero();
        final JsonNode found =
                new JsonMapper().readTree(folder.resolve("result.json").toFile());
        assertThat(found.path("faults")).isEmpty();
        assertThat(found.path("counts").path("sent").asLong()).isEqualTo(200);
        assertThat(found.path("counts").path("received").asLong()).isEqualTo(200);
        assertThat(found.path("counts").path("confirmedUnits").asLong()).isEqualTo(200);
        assertThat(found.path("hops")).hasSize(Hop.values().length).allSatisfy(hop -> {
            assertThat(hop.path("p50").asDouble()).as(hop.toString()).isPositive();
            final boolean isConfirmed = hop.path("hop").asText().startsWith("confirmed");
            // 50 units each in 3 s: the warm-up's do not count, and every tenth is confirmed.
            assertThat(hop.path("count").asLong()).as(hop.toString()).isEqualTo(isConfirmed ? 15 : 150);
        });
        assertThat(found.path("costs")).hasSize(4).allSatisfy(cost -> assertThat(
                        cost.path("cpuUsPerEvent").asDouble())
                .isNotNegative());
        assertThat(found.path("costs"))
                .as("what gateway and topology allocate")
                .filteredOn(cost -> cost.path("allocatedBytesPerEvent").asDouble() >= 0)
                .hasSize(2);
        assertThat(folder.resolve("latency.svg")).content().contains("<polyline");
        assertThat(folder.resolve("confirmed.hgrm")).content().contains("#[Mean");
    }

    @Test
    @Timeout(120)
    void shouldSeeTheBacklogOfAnOutageGo() throws Exception {
        final int exit = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "perf",
                        "catch-up",
                        "--rate=100",
                        "--machines=3",
                        "--warm-up=2s",
                        "--outage=3s",
                        "--within=60s",
                        "--out=" + folder);

        assertThat(exit).as("%s%n%s", out, err).isZero();
        final JsonNode found =
                new JsonMapper().readTree(folder.resolve("result.json").toFile());
        assertThat(found.path("backlog").asDouble()).as("the outage has hit").isGreaterThanOrEqualTo(100);
        assertThat(found.path("drained").asDouble())
                .isGreaterThanOrEqualTo(found.path("backlog").asDouble());
        assertThat(found.path("timesTheLoad").asDouble()).isGreaterThan(1);
        assertThat(found.path("counts").path("received").asLong())
                .isEqualTo(found.path("counts").path("sent").asLong());
        assertThat(found.path("stretches")).hasSize(3);
        final JsonNode outage = found.path("stretches").path(1);
        assertThat(outage.path("name").asText()).isEqualTo("in the outage");
        assertThat(outage.path("hops").path(2).path("max").asDouble())
                .as("what was due first waited for nearly all of it, milliseconds")
                .isGreaterThan(2_000);
    }
}
