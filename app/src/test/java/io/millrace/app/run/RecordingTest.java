package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.ingest.shdr.ShdrMapping;
import io.millrace.ingest.shdr.ShdrProgress;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.topology.record.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real machine's day through journal, Kafka and topologies, against what a small script makes of the same file. */
class RecordingTest {
    private static final String MACHINE = "nist/testbed/shop/cell1/mazak01";
    private static final Path RECORDING = Path.of("../../shared/data/mazak01-2016-12-06.shdr.gz");

    @TempDir
    Path folder;

    @Test
    void shouldSayTheIntervalsThatTheRecordingHolds() throws Exception {
        assumeTrue(
                Files.exists(RECORDING),
                "skipped: the recording " + RECORDING.getFileName() + " is not there (expected at " + RECORDING + ")");
        final List<String> expected = computedByTheScript();
        assertThat(expected).as("the script found a day's changes").hasSizeGreaterThan(400);
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), 0, 0)) {
            final Configuration configuration = configuration(broker.bootstrap());
            ImportRun.run(configuration, List.of(RECORDING), mapping(), ShdrProgress.NONE, Duration.ofMinutes(1));
            try (TopologyRun topologies = TopologyRun.start(configuration)) {
                assertThat(topologies.end()).as("the topologies run").isNotDone();
                Awaitility.await("all intervals on Kafka")
                        .atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(250))
                        .untilAsserted(() -> assertThat(said(configuration)).isEqualTo(expected));
            }
        }
    }

    private List<String> computedByTheScript() throws IOException, InterruptedException {
        final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        final Process script = new ProcessBuilder(
                        java.toString(), "src/test/scripts/StateIntervals.java", RECORDING.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(1, TimeUnit.MINUTES)).as("the script ended").isTrue();
        assertThat(script.exitValue()).as("the script's exit code").isZero();
        return printed.lines().toList();
    }

    private static ShdrMapping mapping() {
        return new ShdrMapping(
                MACHINE, List.of(Signal.state("execution", StateTable.MTCONNECT), Signal.of("mode", Signal.Kind.MODE)));
    }

    private Configuration configuration(final String bootstrap) throws IOException {
        Files.writeString(
                folder.resolve("plant.yaml"),
                "site-time-zone: America/New_York\nmachines: [ { path: " + MACHINE + " } ]\n");
        final Path file = Files.writeString(
                folder.resolve("millrace.yaml"),
                String.join(
                        "\n",
                        "gateway: { id: gw1, data: ./gateway }",
                        "kafka: { bootstrap: \"" + bootstrap + "\", partitions: 2 }",
                        "topology: { application-id: recording, state: ./topology, http: \"127.0.0.1:" + freePort()
                                + "\" }",
                        "master-data: plant.yaml",
                        ""));
        return ConfigurationFile.read(file).orThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The intervals that stand: of each start the newest revision. */
    private static List<String> said(final Configuration configuration) {
        final Map<Long, StateInterval> standing = new TreeMap<>();
        new TopicReader(configuration.kafka().clientProperties())
                .readAll(List.of(TopologyRun.topics(configuration).stateIntervals()), message -> {
                    final StateInterval interval = Json.stateInterval(message.value());
                    standing.merge(interval.fromNs(), interval, (a, b) -> a.revision() > b.revision() ? a : b);
                });
        return standing.values().stream()
                .filter(interval -> !interval.withdrawn())
                .map(RecordingTest::line)
                .toList();
    }

    private static String line(final StateInterval interval) {
        return interval.fromNs() / 1_000_000 + " " + interval.toNs() / 1_000_000 + " "
                + (interval.nativeState().isEmpty() ? "-" : interval.nativeState()) + " " + interval.mode();
    }
}
