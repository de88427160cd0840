package io.millrace.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.fixture.TestBroker;
import io.millrace.topology.fixture.TopologyProcess;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of transactions, three times: each confirmation once, and together what was made. */
class KillTest {
    private static final long SEED = 20_260_921;
    private static final int MACHINES = 6;
    private static final int KILLS = 3;
    private static final List<OperationKey> OPERATIONS = List.of(
            new OperationKey("1001", "0010"), new OperationKey("1002", "0010"), new OperationKey("1003", "0010"));

    private final Topics topics = Topics.embedded();
    private final Map<String, Long> madeMilli = new TreeMap<>();
    private final Map<String, Long> toldMilli = new TreeMap<>();
    private final Map<String, String> contentById = new TreeMap<>();
    private final Map<String, String> uncommittedById = new TreeMap<>();
    private int uncommittedSeen;

    @Test
    @Timeout(80)
    void shouldSayEachConfirmationOnceAndAllThatWasMadeAcrossKills(@TempDir final Path folder) throws Exception {
        final int port = TestBroker.freePort();
        final String bootstrap = "127.0.0.1:" + port;
        try (TestBroker broker = TestBroker.start(folder.resolve("kafka"), port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaProducer<String, byte[]> producer = producer(bootstrap);
                KafkaConsumer<String, byte[]> committed = consumer(bootstrap, "read_committed");
                KafkaConsumer<String, byte[]> uncommitted = consumer(bootstrap, "read_uncommitted")) {
            assertThat(broker).isNotNull();
            TopicAdmin.ensure(admin, topics.specs(), (short) 1);
            final List<ProducerRecord<String, byte[]>> input = input();
            final int slice = input.size() / (KILLS + 1);
            Process topology = TopologyProcess.start(bootstrap, folder.resolve("state"));
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    final int before = uncommittedSeen;
                    input.subList(kill * slice, (kill + 1) * slice).forEach(producer::send);
                    producer.flush();
                    while (uncommittedSeen == before) {
                        receiveUncommitted(uncommitted);
                    }
                    topology.destroyForcibly().waitFor();
                    topology = TopologyProcess.start(bootstrap, folder.resolve("state"));
                }
                input.subList(KILLS * slice, input.size()).forEach(producer::send);
                while (!toldMilli.equals(madeMilli)) {
                    receive(committed);
                }
                assertNothingFollows(committed);
            } finally {
                topology.destroyForcibly().waitFor();
            }
            assertThat(contentById).hasSizeGreaterThan(20);
            // Who drops repeats by their ids has the same without waiting for the commit, or this never ends.
            while (!uncommittedById.equals(contentById)) {
                receive(committed);
                receiveUncommitted(uncommitted);
            }
            assertThat(uncommittedSeen - uncommittedById.size())
                    .as("a kill hit a transaction: who reads uncommitted records sees some twice, seed %d", SEED)
                    .isPositive();
        }
    }

    private List<ProducerRecord<String, byte[]>> input() {
        final List<List<byte[]>> days = new ArrayList<>();
        final List<ProducerRecord<String, byte[]>> input = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            input.add(new ProducerRecord<>(topics.events(), partition, "", null));
            for (final OperationKey operation : OPERATIONS) {
                input.add(new ProducerRecord<>(
                        topics.events(), partition, "", Shift.operationDefined(operation, 50_000, 3_000)));
            }
        }
        for (int i = 0; i < MACHINES; i++) {
            final String machine = machine(i);
            final RandomShift shift = new RandomShift(machine, SEED + i, OPERATIONS);
            madeMilli.put(machine, shift.attributedMilli);
            days.add(shift.events);
            input.add(new ProducerRecord<>(topics.events(), i % 2, "", Shift.machineDefined(machine)));
        }
        for (int at = 0; days.stream().anyMatch(day -> !day.isEmpty()); at = (at + 1) % MACHINES) {
            final List<byte[]> day = days.get(at);
            if (!day.isEmpty()) {
                input.add(new ProducerRecord<>(topics.events(), at % 2, machine(at), day.remove(0)));
            }
        }
        return input;
    }

    private static String machine(final int number) {
        return "acme/berlin/press/line1/press" + number;
    }

    private void receive(final KafkaConsumer<String, byte[]> consumer) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
            final Confirmation confirmation = Json.confirmation(record.value());
            final String content = new String(record.value(), StandardCharsets.UTF_8);
            assertThat(contentById.put(confirmation.id().toString(), content))
                    .as("said twice, seed %d: %s", SEED, content)
                    .isNull();
            if (confirmation.kind() != Confirmation.Kind.FINAL) {
                toldMilli.merge(confirmation.machine(), confirmation.quantity().totalMilli(), Long::sum);
            }
        });
    }

    /** Everything is said; what else comes within some commit intervals would be too much. */
    private void assertNothingFollows(final KafkaConsumer<String, byte[]> consumer) {
        for (int i = 0; i < 10; i++) {
            receive(consumer);
        }
        assertThat(toldMilli).isEqualTo(madeMilli);
    }

    private void receiveUncommitted(final KafkaConsumer<String, byte[]> consumer) {
        for (final ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            uncommittedSeen++;
            final String content = new String(record.value(), StandardCharsets.UTF_8);
            final String before =
                    uncommittedById.put(Json.confirmation(record.value()).id().toString(), content);
            assertThat(before)
                    .as("the same id, the same content, seed %d", SEED)
                    .isIn(null, content);
        }
    }

    private static KafkaProducer<String, byte[]> producer(final String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<String, byte[]> consumer(final String bootstrap, final String isolation) {
        final KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        final List<TopicPartition> partitions =
                List.of(new TopicPartition(topics.confirmations(), 0), new TopicPartition(topics.confirmations(), 1));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
