package io.millrace.app.perf;

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
class ScaleIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void shouldCountWhatWasMadeThroughAKillAndAnEmptyStart() throws Exception {
        final Path report = folder.resolve("scale.json");

        final int exit = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "perf",
                        "scale",
                        "--machines=4",
                        "--days=2",
                        "--steps=0",
                        "--heap=256m",
                        "--data=" + folder.resolve("data"),
                        "--report=" + report);

        final JsonNode found = new JsonMapper().readTree(report.toFile());
        assertThat(found.path("faults")).as("%s%n%s", out, err).isEmpty();
        final JsonNode year = found.path("year");
        assertThat(year.path("samples")).hasSize(1);
        final JsonNode sample = year.path("samples").get(0);
        assertThat(sample.path("events").asLong()).isEqualTo(2 * 4 * (10 * 8 + 24));
        for (final String measured :
                new String[] {"cpuUsPerEvent", "residentBytes", "liveHeapBytes", "stateBytes", "changelogBytes"}) {
            assertThat(sample.path(measured).asDouble()).as(measured).isPositive();
        }
        assertThat(year.path("stores").path("scale/heads").asLong()).isPositive();
        assertThat(year.path("restarts")).hasSize(2).allSatisfy(restart -> {
            assertThat(restart.path("firstOutputS").asDouble()).isPositive();
            assertThat(restart.path("restoredRecords").asLong()).isPositive();
        });
        assertThat(out.toString()).contains("kill -9", "local state deleted", "Scale: ");
        assertThat(exit).as("%s%n%s", out, err).isBetween(0, 1);
    }
}
