package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.Millrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out before any broker is asked. */
class ReplayCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldTakeDurationsBackForTimes() {
        assertThat(run("--into", "r", "--from", "-1h", "--to", "-2h")).isEqualTo(2);
        assertThat(err.toString()).contains("is not before");
    }

    @Test
    void shouldNotChooseBetweenTwoClusters() {
        assertThat(run("--into", "r", "--live", "x.yaml", "--bootstrap", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--live and --bootstrap");
    }

    @Test
    void shouldNeedAPrefixThatIsNotTheLiveOne() {
        assertThat(run("--bootstrap", "127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).contains("--into");
        assertThat(run("--into", "millrace", "--bootstrap", "127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).contains("live topics");
    }

    @Test
    void shouldNameEveryFaultOfAPlant() throws IOException {
        final Path plant = Files.writeString(folder.resolve("p.yaml"), "site-time-zone: Nowhere\nmachines: []\n");

        assertThat(run("--into", "r", "--bootstrap", "127.0.0.1:1", "--config", plant.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("site-time-zone", "machines");
    }

    private int run(final String... arguments) {
        final String[] all = new String[arguments.length + 1];
        all[0] = "replay";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        err.getBuffer().setLength(0);
        return Millrace.commandLine().setErr(new PrintWriter(err)).execute(all);
    }
}
