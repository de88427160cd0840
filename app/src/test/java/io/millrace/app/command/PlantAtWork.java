package io.millrace.app.command;

import io.millrace.app.Millrace;
import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.run.TopologyRun;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.agrona.ExpandableArrayBuffer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Broker and topologies, events as a gateway would send them, and the program's commands on top. Times are seconds of the story. */
final class PlantAtWork implements AutoCloseable {
    static final OperationKey FIRST = new OperationKey("1001", "0010");
    static final long S = 1_000_000_000L;

    private final KafkaBroker broker;
    private final TopologyRun topologies;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Configuration configuration;
    /** The story begins two hours ago, at a full half hour: operators decide on the real clock. */
    final long startNs;

    final int httpPort;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    PlantAtWork(final Path folder) throws IOException {
        startNs = Math.floorDiv(Instant.now().getEpochSecond() - 7_200, 1_800) * 1_800 * S;
        httpPort = freePort();
        broker = KafkaBroker.start(folder.resolve("kafka"), 0, 0);
        Files.writeString(
                folder.resolve("plant.yaml"),
                "site-time-zone: UTC\nmachines:\n  - path: acme/berlin/press/line1/press0\n");
        final Path file = Files.writeString(
                folder.resolve("millrace.yaml"),
                String.join(
                        "\n",
                        "gateway: { id: gw1, data: ./gateway }",
                        "kafka: { bootstrap: \"" + broker.bootstrap() + "\", partitions: 2 }",
                        "topology: { application-id: work, state: ./topology, http: \"127.0.0.1:" + httpPort + "\" }",
                        "master-data: plant.yaml",
                        ""));
        configuration = ConfigurationFile.read(file).orThrow();
        topologies = TopologyRun.start(configuration);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Awaitility.await("the topologies run").atMost(Duration.ofMinutes(1)).until(() -> topologies.isReady());
    }

    Topics topics() {
        return TopologyRun.topics(configuration);
    }

    /** Units are told at once; half-hour shifts around the clock. */
    void define(final String machine) throws ExecutionException, InterruptedException {
        definition(Fact.MachineDefined.of(machine, Authority.COUNTER, 0, 0, 24 * 3_600 * S, 0));
        definition(Fact.OperationDefined.of(
                FIRST.order(),
                FIRST.operation(),
                0,
                ConfirmationPolicy.of(10_000, 0, true, CorrectionPolicy.REVERSAL),
                "FG-1",
                "PCE"));
        final StringBuilder shifts = new StringBuilder();
        for (int half = 0; half < 48; half++) {
            shifts.append("shift h%02d Mon-Sun %s-%s%n".formatted(half, clock(half), clock((half + 1) % 48)));
        }
        definition(new Fact.CalendarDefined(0, "acme/berlin", "UTC", shifts.toString()));
    }

    private static String clock(final int half) {
        return "%02d:%02d".formatted(half / 2, half % 2 * 30);
    }

    private void definition(final Fact.Definition definition) throws ExecutionException, InterruptedException {
        final Event event = new Event(EventHead.of("gw1", "master", "", startNs, startNs), definition);
        for (int partition = 0; partition < 2; partition++) {
            producer.send(new ProducerRecord<>(topics().events(), partition, new byte[0], encoded(event)))
                    .get();
        }
    }

    void say(final String machine, final long atS, final Fact... facts)
            throws ExecutionException, InterruptedException {
        for (final Fact fact : facts) {
            final long atNs = startNs + atS * S;
            final EventHead head = EventHead.of("gw1", "plc", machine, atNs, atNs)
                    .withTransport(1, sequences.merge(machine, 1L, Long::sum));
            producer.send(new ProducerRecord<>(
                            topics().events(),
                            machine.getBytes(StandardCharsets.UTF_8),
                            encoded(new Event(head, fact))))
                    .get();
        }
    }

    /** Puts a record as it is into a topic. */
    void forge(final String topic, final String key, final byte[] value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static byte[] encoded(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4_096);
        return Arrays.copyOf(buffer.byteArray(), new EventEncoder().encode(event, buffer, 0));
    }

    /** Everything of a topic, as it is read. */
    <T> List<T> read(final String topic, final Function<byte[], T> reader) {
        final List<T> found = new ArrayList<>();
        new TopicReader(configuration.kafka().clientProperties())
                .readAll(List.of(topic), message -> found.add(reader.apply(message.value())));
        return found;
    }

    <T> T await(
            final String what, final String topic, final Function<byte[], T> reader, final Function<T, Boolean> is) {
        return Awaitility.await(what)
                .atMost(Duration.ofMinutes(1))
                .until(() -> last(read(topic, reader).stream().filter(is::apply).toList()), found -> found != null);
    }

    private static <T> @Nullable T last(final List<T> all) {
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** Runs a command on this plant's cluster. */
    int run(final String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap", broker.bootstrap()));
        return Millrace.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        producer.close();
        topologies.close();
        broker.close();
    }
}
