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
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.RecordType;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.WaitPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
     * @param durable from the scheduled offer to durable, nanoseconds, of all runs together
     * @param kafkaP99S from durable to Kafka's acknowledgement, seconds, of each run
     */
    private record Runs(Histogram durable, List<Double> kafkaP99S) {
        Runs() {
            this(new Histogram(3_600 * NS_PER_S, 3), new ArrayList<>());
        }

        double kafkaMs() {
            return kafkaP99S.stream()
                            .sorted()
                            .skip(kafkaP99S.size() / 2)
                            .findFirst()
                            .orElseThrow()
                    * 1e3;
        }
    }

    /** With and without by turns, so that what else the machine does meanwhile is in both. */
    @Test
    void shouldMeasureWhatABacklogOfTelemetryCostsWhatCounts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            compare("draining", kafka.bootstrap());
        }
        compare("Kafka away", "127.0.0.1:" + EmbeddedKafka.freePort());
    }

    private void compare(final String what, final String bootstrap) {
        fill(config(what, bootstrap));
        run("warm-up", bootstrap, false, new Runs());
        final Runs without = new Runs();
        final Runs with = new Runs();
        for (int round = 0; round < ROUNDS; round++) {
            run("without", bootstrap, false, without);
            run(what, bootstrap, true, with);
        }
        report("offered to durable, " + what, without.durable, with.durable);
        if (without.kafkaMs() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "durable to Kafka, %s, median of runs: p99 %.2f ms -> %.2f ms, ratio %.2f%n",
                    what,
                    without.kafkaMs(),
                    with.kafkaMs(),
                    with.kafkaMs() / without.kafkaMs());
        }
    }

    private static void report(final String what, final Histogram without, final Histogram with) {
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.1f -> %.1f us, p99 %.1f -> %.1f us, ratio of p99 %.2f%n",
                what,
                without.getValueAtPercentile(50) / 1e3,
                with.getValueAtPercentile(50) / 1e3,
                without.getValueAtPercentile(99) / 1e3,
                with.getValueAtPercentile(99) / 1e3,
                with.getValueAtPercentile(99) / (double) without.getValueAtPercentile(99));
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
            runs.durable.add(durable);
            runs.kafkaP99S.add(registry.get("millrace.latency")
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

    /** What was journalled before Kafka went away, a record each. */
    private static void fill(final GatewayConfig config) {
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
