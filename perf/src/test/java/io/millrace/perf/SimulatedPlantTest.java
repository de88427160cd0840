package io.millrace.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.perf.plant.PlantOptions;
import io.millrace.perf.plant.PlantOptions.OpcUa;
import io.millrace.perf.plant.PlantTruth;
import io.millrace.perf.plant.PlantTruth.MachineTruth;
import io.millrace.perf.wire.DecodedPayload;
import io.millrace.perf.wire.PlantClient;
import io.millrace.perf.wire.TestBroker;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedPlantTest {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldRunAsToldAndPublishWhatItsTruthSays() throws Exception {
        final Path truthFile = folder.resolve("truth.json");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TestBroker broker = new TestBroker(folder.resolve("broker"));
                PlantClient client = new PlantClient();
                PipedOutputStream commands = new PipedOutputStream();
                PipedInputStream lines = new PipedInputStream(commands)) {
            final List<Mqtt5Publish> received = broker.subscribe("listener", "millrace/v1/#");
            final List<Mqtt5Publish> mill2 = broker.subscribe("host", "spBv1.0/Berlin/+/line2/mill2");
            broker.publish(
                    "spBv1.0/STATE/millrace",
                    "{\"online\":true,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8),
                    true);
            final PlantOptions options = PlantOptions.of(
                            broker.address(), new OpcUa(0, "gateway", "secret", false), folder.resolve("plant"))
                    .withSeed(17)
                    .withUnitsPerSecond(40)
                    .withDurationSeconds(3)
                    .withTruthFile(truthFile);
            final CompletableFuture<Void> life = CompletableFuture.runAsync(() -> live(options, lines, out));
            await().atMost(BOUND).until(() -> said(out).contains("\"event\":\"ready\""));
            final JsonNode ready = JSON.readTree(said(out).lines().findFirst().orElseThrow());
            client.trustedBy(Path.of(ready.path("trusted").asText()));
            client.connectSecurely(
                    ready.path("opcua").asText(),
                    Path.of(ready.path("certificate").asText()),
                    "gateway",
                    "secret");
            client.monitor(List.of("press2/Good"));
            tell(commands, "run");
            await().atMost(BOUND).until(() -> said(out).contains("\"event\":\"finished\",\"unsent\":0"));
            tell(commands, "settle");
            await().atMost(BOUND).until(() -> said(out).contains("\"event\":\"settled\""));
            final PlantTruth truth = PlantTruth.read(truthFile);
            assertThat(truth.finished()).isTrue();
            assertThat(truth.machines())
                    .allSatisfy(machine -> assertThat(machine.made().good()).isPositive());
            final MachineTruth pack1 = truth.machine("demo/berlin/pack/line3/pack1");
            await().atMost(BOUND).untilAsserted(() -> assertThat(counts(received))
                    .containsEntry("good", pack1.made().good()));
            assertThat(counts(received).getOrDefault("scrap", 0L))
                    .isEqualTo(pack1.made().scrap());
            final long mill2Good =
                    truth.machine("demo/berlin/mill/line2/mill2").made().good();
            await().atMost(BOUND)
                    .untilAsserted(() -> assertThat(lastGood(mill2)).isEqualTo(5_000 + mill2Good));
            final long press2Good =
                    truth.machine("demo/berlin/press/line1/press2").made().good();
            await().atMost(BOUND).untilAsserted(() -> assertThat(client.seen("press2/Good"))
                    .last()
                    .satisfies(seen -> assertThat(seen.value()).isEqualTo(12_000 + press2Good)));
            await().atMost(BOUND).until(() -> topics(received, "/decision").count() == 5);
            assertThat(topics(received, "/ghost1/count")).hasSize(1);

            tell(commands, "exit");
            await().atMost(BOUND).until(life::isDone);
            assertThat(life).isCompleted();
        }
    }

    private static void live(
            final PlantOptions options, final PipedInputStream lines, final ByteArrayOutputStream out) {
        try {
            SimulatedPlant.run(options, lines, new PrintStream(out, true, StandardCharsets.UTF_8));
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tell(final PipedOutputStream commands, final String line) throws Exception {
        commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
    }

    private static String said(final ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Stream<String> topics(final List<Mqtt5Publish> received, final String ending) {
        return received.stream().map(publish -> publish.getTopic().toString()).filter(topic -> topic.endsWith(ending));
    }

    /** What the Sparkplug device's good counter showed last; its alias comes with the birth. */
    private static long lastGood(final List<Mqtt5Publish> published) {
        Object alias = null;
        long last = -1;
        for (final Mqtt5Publish publish : published) {
            final DecodedPayload payload = DecodedPayload.of(publish.getPayloadAsBytes());
            if (publish.getTopic().toString().contains("/DBIRTH/")) {
                alias = payload.metric("Good").get(DecodedPayload.ALIAS);
            }
            for (final Map<Integer, Object> metric : payload.metrics()) {
                if (metric.get(DecodedPayload.ALIAS).equals(alias)) {
                    last = (Long) metric.get(DecodedPayload.LONG);
                }
            }
        }
        return last;
    }

    /** Units by measure, each id once. */
    private static Map<String, Long> counts(final List<Mqtt5Publish> received) throws Exception {
        final Map<String, JsonNode> byId = new HashMap<>();
        for (final Mqtt5Publish publish : received) {
            final String text = new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
            if (publish.getTopic().toString().endsWith("/pack1/count") && text.endsWith("}")) {
                final JsonNode report = JSON.readTree(text);
                byId.put(report.path("id").asText(), report);
            }
        }
        final Map<String, Long> counts = new HashMap<>();
        byId.values()
                .forEach(report -> counts.merge(
                        report.path("measure").asText(), report.path("quantity").asLong(), Long::sum));
        return counts;
    }
}
