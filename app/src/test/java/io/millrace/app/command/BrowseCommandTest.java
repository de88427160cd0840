package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.Millrace;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantOptions.OpcUa;
import io.millrace.perf.plant.Protocol;
import io.millrace.perf.wire.PlantServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against the simulated plant's own server: nothing standard there, but a real walk behind real security. */
final class BrowseCommandTest {
    private static final long START_MS = 1_700_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldBeLetInAsASourceIsAndListWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("password"), "secret\n");
        try (PlantServer server = server()) {
            server.start();
            assertThat(browse(server)).isEqualTo(3);
            final Path rejected = onlyFile(folder.resolve("pki/rejected/certs"));
            assertThat(err.toString()).contains("not trusted", "move " + rejected);
            Files.move(rejected, folder.resolve("pki/trusted/certs").resolve(rejected.getFileName()));

            assertThat(browse(server)).isEqualTo(3);
            assertThat(err.toString()).contains("does not accept our certificate");
            final Path own = folder.resolve("pki/own/urn-millrace-gateway-press.der");
            Files.copy(own, server.certificates().trustedFolder().resolve("gateway.der"));

            assertThat(browse(server)).as(err.toString()).isZero();
        }
        assertThat(out.toString())
                .contains(
                        "machines: []",
                        "password: \"${file:",
                        "# Objects/press1",
                        "{ node: \"nsu=" + PlantLayout.OPC_UA_NAMESPACE
                                + ";s=press1/State\", kind: }  # State, Int32: 4")
                .doesNotContain("secret");
        assertThat(err.toString()).doesNotContain("secret\n");
    }

    @Test
    void shouldWriteOnlyNewFiles() throws IOException {
        final Path mine = Files.writeString(folder.resolve("millrace.yaml"), "mine");

        assertThat(run("browse", "opc.tcp://127.0.0.1:1", "--output", mine.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("exists already");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void shouldSayWhatIsWrongWithItsOptions() {
        final String url = "opc.tcp://127.0.0.1:1";
        assertThat(run("browse", "http://127.0.0.1")).isEqualTo(2);
        assertThat(err.toString()).contains("is not a server: write opc.tcp://");
        assertThat(run("browse", url, "--security", "none", "--policy", "Basic256Sha256"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--policy does not go with --security none");
        assertThat(run("browse", url, "--username", "gateway")).isEqualTo(2);
        assertThat(err.toString()).contains("add --password-env NAME or --password-file FILE");
        assertThat(run("browse", url, "--username", "gateway", "--password-env", "MILLRACE_NO_SUCH_VARIABLE"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("MILLRACE_NO_SUCH_VARIABLE is not set");
        assertThat(run("browse", url, "--machine", "berlin")).isEqualTo(2);
        assertThat(err.toString()).contains("is not a machine's path");
    }

    private PlantServer server() {
        return new PlantServer(
                PlantLayout.of(5).machines(Protocol.OPC_UA),
                new OpcUa(0, "gateway", "secret", false),
                folder.resolve("plant"),
                START_MS);
    }

    private int browse(final PlantServer server) {
        return run(
                "browse",
                server.endpoint(),
                "--name",
                "press",
                "--pki",
                folder.resolve("pki").toString(),
                "--username",
                "gateway",
                "--password-file",
                folder.resolve("password").toString());
    }

    private int run(final String... arguments) {
        final CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private static Path onlyFile(final Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            final List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
