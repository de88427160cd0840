package io.millrace.perf.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void shouldDeliverEverythingThoughTheConnectionIsCutAgainAndAgain(@TempDir final Path folder) throws Exception {
        try (TestBroker broker = new TestBroker(folder);
                CuttableProxy proxy = new CuttableProxy(broker.address().port());
                Outbox outbox = new Outbox(Mqtt.of("127.0.0.1", proxy.port()), "outbox")) {
            final List<Mqtt5Publish> received = broker.subscribe("listener", "t");
            outbox.start();
            outbox.awaitFirstConnection(BOUND.toMillis());
            for (int round = 0; round < 5; round++) {
                final int turnedAway = proxy.turnedAway();
                send(outbox, round * 400, round * 400 + 200);
                proxy.cut();
                send(outbox, round * 400 + 200, round * 400 + 400);
                await().atMost(BOUND).until(() -> proxy.turnedAway() > turnedAway);
                assertThat(outbox.unacknowledged()).isGreaterThanOrEqualTo(200);
                proxy.mend();
                await().atMost(BOUND).until(() -> outbox.unacknowledged() == 0);
            }
            await().atMost(BOUND).until(() -> texts(received).contains("1999"));
            // What was sent twice came twice; the first of each came in order.
            assertThat(texts(received).stream().distinct()).containsExactlyElementsOf(numbers(0, 2_000));
        }
    }

    private static void send(final Outbox outbox, final int from, final int to) {
        numbers(from, to).forEach(text -> outbox.send("t", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> numbers(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> texts(final List<Mqtt5Publish> received) {
        return received.stream()
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
