package io.millrace.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.event.Authority;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.ingest.forward.EmbeddedKafka;
import io.millrace.ingest.forward.TopicReader;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.WaitPolicy;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class GatewayTest {
    private static final String MACHINE = "demo/berlin/press/line1/press1";
    private static final int PARTITIONS = 2;

    @TempDir
    Path dir;

    private final AtomicLong clockNs = JournalKit.clock();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();

    /** Says a number of readings once it is started, and counts what is acknowledged. */
    private static final class CountingSource implements Source {
        private final SourceContext context;
        private final int readings;
        private final AtomicInteger acknowledged = new AtomicInteger();

        CountingSource(final SourceContext context, final int readings) {
            this.context = context;
            this.readings = readings;
        }

        @Override
        public String name() {
            return context.source();
        }

        @Override
        public void start() {
            for (int i = 1; i <= readings; i++) {
                final EventHead head = EventHead.of(
                        context.gateway(), name(), MACHINE, i, context.clockNs().getAsLong());
                final Event event = new Event(head, new Fact.CounterReading(Measure.GOOD, false, i));
                while (!context.inlet().tryOffer(List.of(event), acknowledged::incrementAndGet)) {
                    Thread.onSpinWait();
                }
            }
        }

        @Override
        public boolean isReady() {
            return acknowledged.get() == readings;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldBringMasterDataTicksAndReadingsToKafkaOverARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            final GatewayConfig config = config(kafka.bootstrap());
            final long first = run(config, 100, 0);
            final long lastHeard = clockNs.get();
            clockNs.addAndGet(Duration.ofMinutes(1).toNanos());
            assertThat(run(config, 50, lastHeard)).isGreaterThan(first);

            final List<Event> events = TopicReader.events(kafka.bootstrap(), "millrace.events");
            final List<Event> definitions = events.stream()
                    .filter(e -> e.fact() instanceof Fact.Definition)
                    .toList();
            assertThat(definitions).as("at both starts, to each partition").hasSize(2 * PARTITIONS);
            assertThat(definitions)
                    .extracting(e -> e.head().sourceEventId())
                    .containsOnly(definitions.get(0).head().sourceEventId());
            assertThat(definitions.get(0).head().sourceEventId()).hasSize(32);
            assertThat(events.stream().filter(e -> e.fact() instanceof Fact.CounterReading))
                    .hasSize(150);
            assertThat(events.stream().filter(e -> e.fact() instanceof Fact.Tick))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(events.stream().filter(e -> e.fact() instanceof Fact.Tick))
                    .allMatch(e -> e.head().machine().equals(MACHINE)
                            && e.head().source().equals("gateway"));
        }
        assertThat(fatal).isEmpty();
    }

    /** Runs it until all is acknowledged and forwarded; gives its incarnation. */
    private long run(final GatewayConfig config, final int readings, final long expectedLastHeard) {
        final AtomicLong lastHeard = new AtomicLong(-1);
        final SourceFactory factory = new SourceFactory("counting", context -> {
            lastHeard.set(context.lastHeardNs());
            assertThat(context.machines()).containsExactly(MACHINE);
            return new CountingSource(context, readings);
        });
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Gateway gateway = gateway(config, factory)) {
            assertThat(gateway.isReady()).isFalse();
            gateway.bindTo(registry);
            gateway.start();
            await().until(gateway::isReady);
            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.backlog() == 0);
            assertThat(registry.get("millrace.ingest.events")
                            .tag("lane", "critical")
                            .functionCounter()
                            .count())
                    .isGreaterThanOrEqualTo(readings + 1);
            await().until(() -> registry.get("millrace.forward.backlog")
                            .tag("lane", "critical")
                            .gauge()
                            .value()
                    == 0);
            assertThat(registry.get("millrace.latency")
                            .tags("lane", "critical", "hop", "gateway-durable", "quantile", "0.99")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(lastHeard).hasValue(expectedLastHeard);
            return gateway.incarnation();
        }
    }

    @Test
    void shouldAcknowledgeAndKeepEverythingWhileKafkaIsAway() throws Exception {
        final int port = EmbeddedKafka.freePort();
        final GatewayConfig config = config("127.0.0.1:" + port);
        try (Gateway gateway = gateway(config, new SourceFactory("counting", c -> new CountingSource(c, 500)))) {
            gateway.start();
            await().until(gateway::isReady);
            assertThat(gateway.backlog()).isGreaterThanOrEqualTo(500);
        }
        try (EmbeddedKafka kafka = new EmbeddedKafka(dir.resolve("kafka"), port, 0, Map.of());
                Gateway gateway = gateway(config, new SourceFactory("counting", c -> new CountingSource(c, 0)))) {
            gateway.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.backlog() == 0);
            assertThat(TopicReader.events(kafka.bootstrap(), "millrace.events").stream()
                            .filter(e -> e.fact() instanceof Fact.CounterReading))
                    .hasSize(500);
        }
    }

    @Test
    void shouldBringTelemetryToATopicOfItsOwn() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
                Gateway gateway = gateway(config(kafka.bootstrap()))) {
            final AtomicInteger acknowledged = new AtomicInteger();
            final SimpleMeterRegistry registry = new SimpleMeterRegistry();
            gateway.bindTo(registry);
            gateway.start();
            final Event value = event(1, new Fact.ProcessValue("temperature", 71.25, "", "Cel"));
            final Event text = event(2, new Fact.ProcessValue("recipe", Double.NaN, "R\"7", ""));
            final Event reading = event(3, new Fact.CounterReading(Measure.GOOD, false, 5));
            assertThat(gateway.inlet().tryOffer(List.of(value), acknowledged::incrementAndGet))
                    .isTrue();
            assertThat(gateway.inlet().tryOffer(List.of(reading, text), acknowledged::incrementAndGet))
                    .isTrue();
            await().until(() -> acknowledged.get() == 2);
            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.backlog() == 0);

            final List<Event> events = TopicReader.events(kafka.bootstrap(), "millrace.events");
            assertThat(events).noneMatch(e -> e.fact() instanceof Fact.ProcessValue);
            assertThat(events.stream().filter(e -> e.fact() instanceof Fact.CounterReading))
                    .hasSize(1);
            assertThat(TopicReader.texts(kafka.bootstrap(), "millrace.values"))
                    .containsExactlyInAnyOrder(
                            "{\"kind\":\"VALUE\",\"name\":\"temperature\",\"value\":71.25,\"unit\":\"Cel\","
                                    + json("1970-01-01T00:00:00.000000001Z", gateway.incarnation(), 1),
                            "{\"kind\":\"VALUE\",\"name\":\"recipe\",\"text\":\"R\\\"7\","
                                    + json("1970-01-01T00:00:00.000000002Z", gateway.incarnation(), 2));
            assertThat(registry.get("millrace.ingest.events")
                            .tag("lane", "telemetry")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
        }
    }

    /** The first record, too: in front of it nothing was forwarded and deleted. */
    @ParameterizedTest
    @CsvSource({"critical, 2", "critical, 1", "telemetry, 1"})
    void shouldDeclareWhatItsJournalHasLost(final String lane, final int record) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            final GatewayConfig config = config(kafka.bootstrap());
            final boolean isTelemetry = lane.equals("telemetry");
            final Path root = (isTelemetry ? config.telemetryDir() : config.dataDir()).resolve("journal");
            try (ChronicleJournal journal = JournalKit.open(root)) {
                for (int i = 1; i <= 3; i++) {
                    final Fact fact = isTelemetry
                            ? new Fact.ProcessValue("speed", i, "", "")
                            : new Fact.CounterReading(Measure.GOOD, false, i);
                    journal.append(JournalKit.group(journal, event(i, fact)));
                }
            }
            flip(JournalKit.files(root).get(0), record);
            try (Gateway gateway = gateway(config)) {
                gateway.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> gateway.backlog() == 0
                                && TopicReader.texts(kafka.bootstrap(), "millrace.dead-letters")
                                                .size()
                                        == 1);
            }
            assertThat(TopicReader.texts(kafka.bootstrap(), "millrace.dead-letters"))
                    .singleElement()
                    .asString()
                    .contains("\"source\":\"journal\"")
                    .contains("\"origin\":\"" + lane + " journal, record " + record + "\"")
                    .contains("\"reason\":\"UNDECODABLE\"")
                    .doesNotContain("\"payload\":\"\"");
            if (isTelemetry) {
                assertThat(TopicReader.texts(kafka.bootstrap(), "millrace.values"))
                        .hasSize(2)
                        .noneMatch(text -> text.contains("\"value\":" + record + ".0"));
            } else {
                assertThat(TopicReader.events(kafka.bootstrap(), "millrace.events").stream()
                                .filter(e -> e.fact() instanceof Fact.CounterReading)
                                .map(JournalKit::value))
                        .hasSize(2)
                        .doesNotContain((long) record);
            }
        }
    }

    /** Changes one bit in the events of a record. */
    private static void flip(final Path file, final long record) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[JournalKit.offsetOf(bytes, record) + 50] ^= 1 << 5;
        Files.write(file, bytes);
    }

    private static String json(final String time, final long incarnation, final long sequence) {
        return "\"time\":\"" + time + "\",\"quality\":\"GOOD\",\"machine\":\"" + MACHINE
                + "\",\"source\":\"s\",\"gateway\":\"gw\",\"incarnation\":" + incarnation + ",\"sequence\":" + sequence
                + "}";
    }

    private Event event(final long timeNs, final Fact fact) {
        return new Event(EventHead.of("gw", "s", MACHINE, timeNs, clockNs.get()), fact);
    }

    @Test
    void shouldNameEveryFaultOfItsConfigurationAtOnce() {
        assertThatThrownBy(() -> GatewayConfig.of("my gateway", dir, SyncPolicy.PROCESS, Map.of(), 0, 1, true)
                        .withRing(100, WaitPolicy.BLOCKING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my gateway")
                .hasMessageContaining("bootstrap.servers")
                .hasMessageContaining("partitions");
        assertThatThrownBy(() -> gateway(
                        config("localhost:1"),
                        new SourceFactory("a", c -> new CountingSource(c, 0)),
                        new SourceFactory("a", c -> new CountingSource(c, 0))))
                .hasMessageContaining("'a'");
    }

    @Test
    void shouldTickEachMachineWithTheGatewaysTime() {
        final List<Event> ticks = new CopyOnWriteArrayList<>();
        final RecordingInlet inlet = new RecordingInlet(ticks);
        try (Ticker ticker = new Ticker("gw", Set.of("b", "a", "c"), inlet, clockNs::get, 2)) {
            ticker.tick();
        }
        assertThat(ticks).extracting(e -> e.head().machine()).containsExactly("a", "b", "c");
        assertThat(ticks).allMatch(e -> e.head().sourceTimeNs() == clockNs.get() && e.fact() instanceof Fact.Tick);
    }

    /** Takes everything and keeps it. */
    private record RecordingInlet(List<Event> events) implements Inlet {
        @Override
        public boolean tryOffer(final List<Event> message, final Runnable durable) {
            return events.addAll(message);
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
            return true;
        }
    }

    private GatewayConfig config(final String bootstrap) {
        return GatewayConfig.of(
                        "gw",
                        dir.resolve("gateway"),
                        SyncPolicy.POWER,
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "default.api.timeout.ms",
                                "1000",
                                "request.timeout.ms",
                                "500"),
                        PARTITIONS,
                        1,
                        true)
                .withJournals(JournalKit.SMALL, JournalKit.SMALL)
                .withTickIntervalNs(Duration.ofMillis(50).toNanos());
    }

    private Gateway gateway(final GatewayConfig config, final SourceFactory... sources) {
        final Fact.Definition machine = Fact.MachineDefined.of(MACHINE, Authority.COUNTER, 0, 0, 0, 0);
        return new Gateway(
                config,
                new GatewayClock(clockNs::get, System::nanoTime),
                List.of(machine),
                List.of(sources),
                fatal::add);
    }
}
