package io.millrace.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.Posting;
import io.millrace.topology.analytics.AnalyticsTopology;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.fixture.TestBroker;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamsRunnerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static String bootstrap;
    private static StreamsRunner early;

    /** The first runner is started before its broker: it has to wait for it. */
    @BeforeAll
    static void startRunnerThenBroker() throws Exception {
        final int port = TestBroker.freePort();
        bootstrap = "127.0.0.1:" + port;
        final Topics topics = topics("early");
        early = new StreamsRunner(config("early"), AnalyticsTopology.build(topics, "early-analytics"), topics.specs());
        early.start();
        broker = TestBroker.start(folder.resolve("kafka"), port);
    }

    @AfterAll
    static void stop() {
        early.close();
        broker.close();
    }

    private static Topics topics(final String prefix) {
        return new Topics(prefix, 2, Topics.DEFAULT_HORIZON);
    }

    private static RunnerConfig config(final String application) {
        return RunnerConfig.of(application, "one", bootstrap, folder.resolve("state-" + application))
                .onOneBroker();
    }

    private static StreamsRunner production(final Topics topics) {
        final RunnerConfig config = config(topics.prefix() + "-production");
        return new StreamsRunner(config, ProductionTopology.build(topics, config.application()), topics.specs());
    }

    @Test
    void shouldWaitForTheBrokerThenMakeTheTopicsAndShowItself() throws Exception {
        await().atMost(SOON).until(early::isReady);

        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        early.bindTo(registry);
        assertThat(registry.get("millrace.topology.ready").gauge().value()).isEqualTo(1);
        assertThat(registry.get("millrace.topology.restarts").gauge().value()).isZero();
        assertThat(registry.getMeters())
                .anyMatch(meter -> meter.getId().getName().startsWith("kafka.stream"));

        final Topics topics = topics("early");
        assertThat(setting(topics.events(), "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(setting(topics.events(), "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(14).toMillis()));
        assertThat(setting(topics.confirmations(), "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(topics.confirmations(), "retention.ms")).isEqualTo("-1");
        assertThat(setting(topics.balances(), "cleanup.policy")).isEqualTo("compact");
    }

    /** Level by level through one topic, which the test driver does within one call and a broker does not. */
    @Test
    void shouldPassFiguresOnThroughEveryLevel() throws Exception {
        await().atMost(SOON).until(early::isReady);
        final Topics topics = topics("early");
        final String machine = "acme/berlin/press/line1/press1";
        final Map<String, Object> client = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
                KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            final long nowMs = System.currentTimeMillis(); // the broker deletes what its clock says is old
            final AtomicInteger minute = new AtomicInteger();
            final List<TopicPartition> partitions =
                    List.of(new TopicPartition(topics.oee(), 0), new TopicPartition(topics.oee(), 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            final Map<String, Figure> figures = new TreeMap<>();
            await().atMost(SOON).until(() -> {
                final int now = minute.incrementAndGet();
                producer.send(new ProducerRecord<>(
                                topics.stateIntervals(), null, nowMs + now, machine, lasting(machine, now)))
                        .get();
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> figures.putIfAbsent(record.key(), Json.figure(record.value())));
                return figures.containsKey("acme|DAY|1970-01-01");
            });

            assertThat(figures.get("acme|DAY|1970-01-01").sums().times().productionNs())
                    .isEqualTo(60_000_000_000L);
        }
    }

    private static byte[] lasting(final String machine, final int minutes) {
        return Json.write(new Outputs.StateInterval(
                machine,
                0,
                minutes * 60_000_000_000L,
                MachineState.EXECUTE,
                Mode.PRODUCTION,
                "",
                "",
                null,
                TimeElement.PRODUCTION,
                "packml",
                new Outputs.Planned(null, true, false, "UTC"),
                true,
                1,
                false,
                ""));
    }

    private static String setting(final String topic, final String name) throws Exception {
        final ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    @Test
    void shouldRefuseAnotherPartitionCountWithASentence() throws Exception {
        await().atMost(SOON).until(early::isReady);
        final Topics other = new Topics("early", 3, Topics.DEFAULT_HORIZON);
        try (StreamsRunner runner = production(other)) {
            runner.start();

            assertThat(runner.end().get(30, TimeUnit.SECONDS))
                    .contains("early.events has 2 partitions", "says 3", "fixed for life");
        }
    }

    @Test
    void shouldRefuseToGoOnWithoutWhatItKnew() throws Exception {
        final Topics topics = topics("forgetful");
        final String application = "forgetful-production";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            try (StreamsRunner runner = production(topics)) {
                runner.start();
                await().atMost(SOON).until(runner::isReady);
                final String press = "acme/berlin/press/line1/press1";
                producer.send(new ProducerRecord<>(topics.events(), press, new Shift(press).made(1)))
                        .get();
                await().atMost(SOON).until(() -> !admin.listConsumerGroupOffsets(application)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .isEmpty());
            }
            admin.deleteTopics(admin.listTopics().names().get().stream()
                            .filter(name -> name.startsWith(application) && name.endsWith("-changelog"))
                            .toList())
                    .all()
                    .get();
            try (StreamsRunner runner = production(topics)) {
                runner.start();
                assertThat(runner.end().get(30, TimeUnit.SECONDS)).contains(application, "tell things twice");
            }
        }
    }

    @Test
    void shouldStopWithASentenceAtAnEventItIsTooOldFor() throws Exception {
        final Topics topics = topics("newer");
        try (StreamsRunner runner = production(topics);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            runner.start();
            await().atMost(SOON).until(runner::isReady);
            final byte[] newer = new Shift("acme/berlin/press/line1/press1").made(1);
            newer[2] = 99; // the template id, whose place in the message header is fixed
            producer.send(new ProducerRecord<>(topics.events(), "press1", newer))
                    .get();

            assertThat(runner.end().get(30, TimeUnit.SECONDS)).contains("event kind 99", "skips nothing");
            await().atMost(SOON).until(() -> !runner.isReady());
            assertThat(runner.restarts()).isZero();
        }
    }

    /** Round through Kafka and back: answer, decision among the events, new confirmation; the topology is restarted in between. */
    @Test
    void shouldTellAgainWhatTheErpRefused() throws Exception {
        final Topics topics = topics("refused");
        final Shift press = new Shift("acme/berlin/press/line1/press1");
        final OperationKey operation = new OperationKey("1001", "0010");
        final Map<UUID, Confirmation> told = new ConcurrentHashMap<>();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            try (StreamsRunner runner = production(topics)) {
                runner.start();
                await().atMost(SOON).until(runner::isReady);
                for (int partition = 0; partition < topics.partitions(); partition++) {
                    send(producer, topics.events(), partition, "", Shift.machineDefined(press.machine));
                    send(producer, topics.events(), partition, "", Shift.operationDefined(operation, 0, 5_000));
                }
                for (final byte[] event : List.of(press.started(operation), press.made(0), press.made(5))) {
                    send(producer, topics.events(), null, press.machine, event);
                }
                follow(topics.confirmations(), told, 1);
            }
            final UUID refused = told.keySet().iterator().next();
            final Posting answer = new Posting(refused, Posting.Status.REJECTED, 1, "", "", press.nowNs());
            send(producer, topics.postings(), null, operation.text(), Json.write(answer));
            try (StreamsRunner runner = production(topics)) {
                runner.start();
                await().atMost(SOON).until(() -> {
                    send(producer, topics.events(), null, press.machine, press.tick());
                    return read(topics.confirmations(), told) == 2;
                });
            }
        }
        assertThat(told.values()).extracting(Confirmation::number).containsExactlyInAnyOrder(1, 2);
        assertThat(told.values()).extracting(Confirmation::quantity).containsOnly(new Quantities(5_000, 0, 0));
    }

    private static void send(
            final KafkaProducer<String, byte[]> producer,
            final String topic,
            final @Nullable Integer partition,
            final String key,
            final byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    private static void follow(final String topic, final Map<UUID, Confirmation> told, final int until) {
        await().atMost(SOON).until(() -> read(topic, told) == until);
    }

    private static int read(final String topic, final Map<UUID, Confirmation> told) {
        final Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            final List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                final Confirmation confirmation = Json.confirmation(record.value());
                told.put(confirmation.id(), confirmation);
            });
            return told.size();
        }
    }

    @Test
    void shouldEndWithoutASentenceWhenItIsClosed() throws Exception {
        final StreamsRunner runner = production(topics("closed"));
        runner.start();
        await().atMost(SOON).until(runner::isReady);
        runner.close();

        assertThat(runner.end().get(1, TimeUnit.SECONDS)).isNull();
        assertThat(runner.isReady()).isFalse();
    }
}
