package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.core.event.Measure;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.files.ImportProgress;
import io.millrace.ingest.files.ImportSummary;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.gateway.SourceFactory;
import io.millrace.ingest.shdr.ShdrMapping;
import io.millrace.ingest.shdr.ShdrReplay;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recordings of real machines through journal, Kafka and topologies, against what a small script makes of the same files: every state
 * interval, every unit and whose it is, what is told and what is quarantined, how many events came late.
 *
 * <p>The machines made few parts that day, or none, so other numbers of theirs are read as counters too: running seconds as rework, which
 * have holes and jumps, and as scrap what goes up and down all day. What they mean does not matter here, that both sides count alike does.
 */
class RecordingTest {
    private static final Path FOLDER = Path.of("../../shared/data");
    private static final String SHOP = "recorded/testbed/shop/cell1/";

    /** Which of a file's keys stand for what. */
    private record Recording(
            String file,
            String machine,
            String state,
            String mode,
            String order,
            String good,
            String scrap,
            String rework) {
        Path path() {
            return FOLDER.resolve(file);
        }

        Recording as(final String otherMachine) {
            return new Recording(file, SHOP + otherMachine, state, mode, order, good, scrap, rework);
        }

        ShdrMapping mapping() {
            return new ShdrMapping(
                    machine,
                    List.of(
                            Signal.state(state, StateTable.MTCONNECT),
                            Signal.of(mode, Signal.Kind.MODE),
                            Signal.of(order, Signal.Kind.ORDER),
                            Signal.counter(good, Measure.GOOD),
                            Signal.counter(scrap, Measure.SCRAP),
                            Signal.counter(rework, Measure.REWORK)));
        }

        List<String> roles() {
            return List.of(
                    "state=" + state,
                    "mode=" + mode,
                    "order=" + order,
                    "good=" + good,
                    "scrap=" + scrap,
                    "rework=" + rework);
        }
    }

    private static final Recording TURNING_CENTRE = mazak("mazak01", "mazak01-2016-12-06.shdr.gz");
    private static final Recording MACHINING_CENTRE = mazak("mazak03", "mazak03-2017-06-13.shdr.gz");
    private static final Recording LATHE = new Recording(
            "okuma-2022-08-08.shdr.gz",
            SHOP + "okuma",
            "pexecution",
            "fmode",
            "pprogram",
            "ppartcount",
            "Z1actm",
            "pCuttingTime");

    private static Recording mazak(final String name, final String file) {
        return new Recording(file, SHOP + name, "execution", "mode", "program", "PartCountAct", "line", "auto_time");
    }

    @TempDir
    private static Path folder;

    private static KafkaBroker broker;
    private static Configuration configuration;
    private static TopologyRun topologies;

    @BeforeAll
    static void startOnce() throws Exception {
        if (!Files.isDirectory(FOLDER)) {
            // Each test says for itself that it is skipped, and for want of which file.
            return;
        }
        broker = KafkaBroker.start(folder.resolve("kafka"), 0, 0);
        configuration = configuration(broker.bootstrap());
        topologies = TopologyRun.start(configuration);
    }

    @AfterAll
    static void stop() throws IOException {
        if (topologies != null) {
            topologies.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldSayWhatADayOfATurningCentreHolds() throws Exception {
        final List<String> expected = truth(TURNING_CENTRE, "by-time");
        assertThat(expected).as("the script found a day's changes").hasSizeGreaterThan(440);
        importing(TURNING_CENTRE);
        awaitSaid(TURNING_CENTRE, expected, 0);
    }

    @Test
    void shouldSayWhatADayOfAMachiningCentreHolds() throws Exception {
        final List<String> expected = truth(MACHINING_CENTRE, "by-time");
        assertThat(expected).as("the script found a day's changes").hasSizeGreaterThan(510);
        importing(MACHINING_CENTRE);
        awaitSaid(MACHINING_CENTRE, expected, 0);
    }

    @Test
    void shouldPutALathesSessionsInOrderAndTakeThemOnce() throws Exception {
        final List<String> expected = truth(LATHE, "by-time");
        assertThat(expected)
                .as("the script found jumps of the counters")
                .contains("units IMTS-2022-4B-mm.MIN/ 1000 493989 465000");
        importing(LATHE);
        awaitSaid(LATHE, expected, 0);
        importing(LATHE);
        awaitSaid(LATHE, expected, Integer.parseInt(text(expected, "events ")));
    }

    @Test
    void shouldPutTimesThatGoBackwardsWhereTheyBelong() throws Exception {
        final Recording live = LATHE.as("okuma-live");
        final List<String> expected = truth(live, "as-filed");
        assertThat(Integer.parseInt(text(expected, "late ")))
                .as("events behind what they lie before")
                .isGreaterThan(2_000);
        feeding(live);
        awaitSaid(live, expected, 0);
    }

    private static void importing(final Recording recording) throws InterruptedException {
        final ShdrReplay replay = new ShdrReplay(
                List.of(recording.path()),
                List.of(recording.mapping()),
                configuration.plant().machinePaths(),
                FileLimits.DEFAULT);
        final ImportSummary summary = ImportRun.run(
                configuration,
                new ImportRun.Job(replay, "", "shdr", 0, false),
                ImportProgress.NONE,
                Duration.ofMinutes(1));
        assertThat(summary.deadLetters())
                .as("lines and values that could not be taken")
                .isZero();
    }

    private static void feeding(final Recording recording) throws Exception {
        final AtomicReference<FileOrderSource> source = new AtomicReference<>();
        final SourceFactory factory = new SourceFactory("adapter", context -> {
            source.set(new FileOrderSource(recording.path(), recording.mapping(), context));
            return source.get();
        });
        try (Gateway gateway = GatewayRun.open(
                configuration,
                () -> source.get() == null ? GatewayRun.now() : source.get().clockNs(),
                0,
                List.of(factory))) {
            gateway.start();
            source.get().completion().get(1, TimeUnit.MINUTES);
            Awaitility.await("all of it on Kafka").atMost(Duration.ofMinutes(1)).until(() -> gateway.backlog() == 0);
        }
    }

    private static void awaitSaid(final Recording recording, final List<String> truth, final int repeated) {
        final List<String> expected = new ArrayList<>(truth);
        expected.add("repeated " + repeated);
        final String running = text(expected, "running ");
        Awaitility.await("all statements about " + recording.machine())
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(Statements.read(configuration, recording.machine())
                                .lines(running))
                        .isEqualTo(expected));
        assertThat(topologies.end()).as("the topologies run").isNotDone();
    }

    private static List<String> truth(final Recording recording, final String order)
            throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(recording.path()),
                "skipped: the recording " + recording.file() + " is not there (expected in " + FOLDER + ")");
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/test/scripts/RecordingTruth.java",
                recording.path().toString(),
                order));
        command.addAll(recording.roles());
        final Process script = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(1, TimeUnit.MINUTES)).as("the script ended").isTrue();
        assertThat(script.exitValue()).as("the script's exit code").isZero();
        return printed.lines().toList();
    }

    private static String text(final List<String> lines, final String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElseThrow();
    }

    private static Configuration configuration(final String bootstrap) throws IOException {
        Files.writeString(
                folder.resolve("plant.yaml"),
                "site-time-zone: America/New_York\nmachines:\n"
                        + List.of("mazak01", "mazak03", "okuma", "okuma-live").stream()
                                .map(name -> "  - path: " + SHOP + name + "\n")
                                .reduce("", String::concat));
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
}
