package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.record.Json;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two applications in one process: what happens to figures does not happen to confirmations. */
class TopologiesTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long START_NS = 1_790_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Topics topics = Topics.embedded();

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void shouldConfirmAlthoughTheAnalyticsHasEnded() throws Exception {
        final Path noFolder = Files.writeString(folder.resolve("file"), "no folder for the state of the analytics");
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), 0, 0);
                Topologies topologies =
                        new Topologies(topics, "shop", RejectedPolicy.RETURN, application -> RunnerConfig.of(
                                        application,
                                        "one",
                                        broker.bootstrap(),
                                        application.equals("shop")
                                                ? folder.resolve("state")
                                                : noFolder.resolve("state"))
                                .onOneBroker())) {
            topologies.start();
            assertThat(topologies.firstEnd().get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .asString()
                    .contains(Topologies.analyticsOf("shop"));
            await("production works").atMost(SOON).until(topologies::isReady);

            work(broker.bootstrap());
            await("a confirmation").atMost(SOON).until(() -> !told(broker.bootstrap())
                    .isEmpty());

            assertThat(told(broker.bootstrap()).get(0).quantity().goodMilli()).isEqualTo(5_000);
            assertThat(topologies.end()).isNotDone();
        }
    }

    /** Five units of an operation that is completed. */
    private void work(final String bootstrap) throws Exception {
        final List<Fact> facts = List.of(
                new Fact.OrderContext(Transition.STARTED, false, 0, "1001", "0010"),
                new Fact.CounterReading(Measure.GOOD, false, 0),
                new Fact.CounterReading(Measure.GOOD, false, 5_000),
                new Fact.OrderContext(Transition.COMPLETED, false, 0, "1001", "0010"));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < facts.size(); i++) {
                final long atNs = START_NS + i * SECOND_NS;
                final EventHead head = EventHead.of("gw1", "plc", PRESS, atNs, atNs)
                        .withIds("e" + i, "")
                        .withTransport(1, i + 1);
                final byte[] key = PRESS.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topics.events(), key, encoded(new Event(head, facts.get(i)))))
                        .get();
            }
        }
    }

    private static byte[] encoded(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        return Arrays.copyOf(buffer.byteArray(), new EventEncoder().encode(event, buffer, 0));
    }

    private List<Confirmation> told(final String bootstrap) {
        final List<Confirmation> told = new ArrayList<>();
        new TopicReader(Map.of("bootstrap.servers", bootstrap))
                .readAll(List.of(topics.confirmations()), message -> told.add(Json.confirmation(message.value())));
        return told;
    }
}
