package io.millrace.app.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.app.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A round with processes, small; of a rival only that it is named if it is not there. */
class RivalsIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void shouldMeasureWhoIsThereAndNameWhoIsMissing() throws Exception {
        final Path broken = Files.createDirectories(folder.resolve("rivals").resolve("broken"));
        Files.writeString(broken.resolve("rival.properties"), "title=Broken\ncommand=broken\nguarantee=none\n");

        final int exit = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "perf",
                        "rivals",
                        "--only=millrace-events,broken,raw-kafka",
                        "--rate=50",
                        "--machines=3",
                        "--warm-up=1s",
                        "--for=2s",
                        "--saturate=1s",
                        "--rounds=1",
                        "--rivals=" + folder.resolve("rivals"),
                        "--out=" + folder.resolve("out"));

        assertThat(exit).as("%s%n%s", out, err).isZero();
        final JsonNode found = new JsonMapper()
                .readTree(folder.resolve("out").resolve("result.json").toFile());
        assertThat(found.path("rows")).hasSize(2);
        final JsonNode turn = found.path("rows").path(0).path("turns").path(0);
        assertThat(turn.path("records").asLong())
                .as("of the measured two seconds")
                .isEqualTo(100);
        assertThat(turn.path("p50").asDouble()).isPositive();
        assertThat(turn.path("account").path("sent").asLong())
                .as("the saturation's too")
                .isGreaterThan(150);
        assertThat(turn.path("account").path("arrived").asLong())
                .isEqualTo(turn.path("account").path("sent").asLong());
        assertThat(turn.path("mostPerSecond").asDouble()).isPositive();
        assertThat(found.path("controls")).hasSize(1);
        assertThat(folder.resolve("out").resolve("result.txt")).content().contains("MISSING broken: cannot be built");
    }
}
