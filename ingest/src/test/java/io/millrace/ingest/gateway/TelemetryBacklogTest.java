package io.millrace.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.event.Authority;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.ingest.forward.EmbeddedKafka;
import io.millrace.ingest.forward.EventTopics;
import io.millrace.ingest.forward.ForwarderSettings;
import io.millrace.ingest.journal.ChildJvm;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.RecordType;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.WaitPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what a backlog of telemetry costs the events that count. It prints the figures; what it asserts depends on no clock: all
 * events came, and the backlog was there from beginning to end.
 */
@Tag("faults")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TelemetryBacklogTest {
    private static final long BACKLOG = Long.getLong("lanes.backlog", 10_000_000);
    private static final int PER_S = Integer.getInteger("lanes.rate", 1_000);
    private static final int SECONDS = Integer.getInteger("lanes.seconds", 10);
    private static final int ROUNDS = Integer.getInteger("lanes.rounds", 6);
    /** Not counted: connecting costs for a moment what forwarding does not. */
    private static final int WARM_UP_S = 5;

    private static final String MACHINE = "demo/berlin/press/line1/press1";
    private static final long NS_PER_S = 1_000_000_000L;

    @TempDir
    Path dir;

    /**
     * What came of some runs.
     *
     * @param p50Us from the scheduled offer to durable, microseconds, of each run
     * @param p99Us the same
     * @param kafkaP99Us from durable to Kafka's acknowledgement, microseconds, of each run
     */
    private record Runs(List<Double> p50Us, List<Double> p99Us, List<Double> kafkaP99Us) {
        Runs() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Test
    void shouldMeasureWhatABacklogCostsThatDrains() throws Exception {
        final int port = EmbeddedKafka.freePort();
        final Process kafka = kafka(port);
        try {
            compare("draining", "127.0.0.1:" + port);
        } finally {
            kafka.destroyForcibly();
        }
    }

    @Test
    void shouldMeasureWhatABacklogCostsThatCannotDrain() throws Exception {
        compare("Kafka away", "127.0.0.1:" + EmbeddedKafka.freePort());
    }

    /** Elsewhere in life: a process of its own, which gets of the processor what the gateway leaves. */
    private Process kafka(final int port) throws IOException {
        final List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(ChildJvm.command(KafkaMain.class, dir.resolve("kafka").toString(), Integer.toString(port)));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.inputReader().readLine();
        return process;
    }

    /** The broker's process; it says when it is there, and goes with its parent. */
    static final class KafkaMain {
        private KafkaMain() {}

        public static void main(final String[] arguments) throws Exception {
            try (EmbeddedKafka kafka =
                    new EmbeddedKafka(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 0, Map.of())) {
                System.out.println(kafka.bootstrap());
                while (System.in.read() >= 0) {
                    // until its parent is gone
                }
            }
        }
    }

    /** With and without by turns, so that what else the machine does meanwhile is in both. */
    private void compare(final String what, final String bootstrap) throws IOException {
        fill(config(what, bootstrap));
        run("warm-up", bootstrap, false, new Runs());
        run(what, bootstrap, true, new Runs());
        final Runs without = new Runs();
        final Runs with = new Runs();
        for (int round = 0; round < ROUNDS; round++) {
            run("without", bootstrap, false, without);
            run(what, bootstrap, true, with);
        }
        report(what + ", offered to durable, p50", without.p50Us, with.p50Us);
        report(what + ", offered to durable, p99", without.p99Us, with.p99Us);
        if (median(without.kafkaP99Us) > 0) {
            report(what + ", durable to Kafka, p99", without.kafkaP99Us, with.kafkaP99Us);
        }
    }

    private static void report(final String what, final List<Double> without, final List<Double> with) {
        System.out.printf(
                Locale.ROOT,
                "%s, median of %d runs (least to most): %s -> %s us, ratio %.2f%n",
                what,
                without.size(),
                spread(without),
                spread(with),
                median(with) / median(without));
    }

    private static String spread(final List<Double> us) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                median(us),
                us.stream().min(Double::compare).orElseThrow(),
                us.stream().max(Double::compare).orElseThrow());
    }

    private static double median(final List<Double> values) {
        final double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private void run(final String name, final String bootstrap, final boolean hasBacklog, final Runs runs) {
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        final Fact.Definition machine = Fact.MachineDefined.of(MACHINE, Authority.COUNTER, 0, 0, 0, 0);
        try (Gateway gateway = new Gateway(
                config(name, bootstrap),
                new GatewayClock(TelemetryBacklogTest::now, System::nanoTime),
                List.of(machine),
                List.of(),
                failure -> {})) {
            gateway.bindTo(registry);
            gateway.start();
            final Histogram durable = say(gateway);
            runs.p50Us.add(durable.getValueAtPercentile(50) / 1e3);
            runs.p99Us.add(durable.getValueAtPercentile(99) / 1e3);
            runs.kafkaP99Us.add(1e6
                    * registry.get("millrace.latency")
                            .tags("lane", "critical", "hop", "durable-kafka", "quantile", "0.99")
                            .gauge()
                            .value());
            final double left = registry.get("millrace.forward.backlog")
                    .tag("lane", "telemetry")
                    .gauge()
                    .value();
            assertThat(left > 0)
                    .as("telemetry's backlog in the end: %.0f", left)
                    .isEqualTo(hasBacklog);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d events, p99 %.1f us, telemetry left %,.0f%n",
                    name,
                    durable.getTotalCount(),
                    durable.getValueAtPercentile(99) / 1e3,
                    left);
        }
    }

    /** At a fixed rate, whatever happens: an event that waits to be offered is late. */
    private static Histogram say(final Gateway gateway) {
        final Recorder recorder = new Recorder(3_600 * NS_PER_S, 3);
        final long first = (long) PER_S * WARM_UP_S;
        final long total = first + (long) PER_S * SECONDS;
        final long start = System.nanoTime();
        for (int i = 0; i < total; i++) {
            final boolean isCounted = i >= first;
            final long due = start + i * NS_PER_S / PER_S;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            }
            final Event event = new Event(
                    EventHead.of("gw", "s", MACHINE, now(), now()), new Fact.CounterReading(Measure.GOOD, false, i));
            while (!gateway.inlet().tryOffer(List.of(event), () -> {
                if (isCounted) {
                    recorder.recordValue(Math.max(0, System.nanoTime() - due));
                }
            })) {
                Thread.onSpinWait();
            }
        }
        final Histogram histogram = new Histogram(3_600 * NS_PER_S, 3);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            histogram.add(recorder.getIntervalHistogram());
            return histogram.getTotalCount() == total - first;
        });
        return histogram;
    }

    /** What was journalled since Kafka went away, a record each; in life long enough ago that the system has written it to the disk. */
    private static void fill(final GatewayConfig config) throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(
                config.telemetryDir().resolve("journal"),
                config.telemetryJournal(),
                TelemetryBacklogTest::now,
                System::nanoTime)) {
            final JournalGroup group = new JournalGroup(journal.maxGroupBytes());
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            final int length = new EventEncoder()
                    .encode(
                            new Event(
                                    EventHead.of("gw", "s", MACHINE, now(), now()),
                                    new Fact.ProcessValue("temperature", 71.25, "", "Cel")),
                            buffer,
                            0);
            for (long i = 0; i < BACKLOG; i++) {
                group.begin(RecordType.EVENTS);
                group.add(buffer, 0, length);
                journal.append(group);
            }
        }
        try (Stream<Path> files = Files.walk(config.telemetryDir())) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private GatewayConfig config(final String name, final String bootstrap) {
        final Path data = dir.resolve(name);
        final JournalSettings journal = JournalSettings.of(SyncPolicy.PROCESS);
        return new GatewayConfig(
                "gw",
                data,
                journal,
                data.resolve(GatewayConfig.TELEMETRY),
                journal.sheddingBelow(1L << 30),
                new ForwarderSettings(
                        "gw",
                        Map.of("bootstrap.servers", bootstrap),
                        new EventTopics("millrace"),
                        2,
                        1,
                        true,
                        ForwarderSettings.USUAL_IN_FLIGHT_EVENTS),
                Duration.ofSeconds(10).toNanos(),
                4096,
                WaitPolicy.BLOCKING);
    }

    private static long now() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
