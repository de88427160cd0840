package io.millrace.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class KafkaBrokerTest {
    private static final TopicPartition TOPIC = new TopicPartition("counts", 0);

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatWasAcknowledgedAndTakeClientsWithinSecondsAfterAKill() throws Exception {
        final int port = Ports.free(0, "the test");
        final String bootstrap = "127.0.0.1:" + port;
        final String[] command = {"kafka-broker", "--port", String.valueOf(port)};
        try (BrokerProcess broker = BrokerProcess.start(folder, command)) {
            assertThat(broker.ready()).isEqualTo("{\"event\":\"ready\",\"bootstrap\":\"" + bootstrap + "\"}");
            createTopic(bootstrap);
            produce(bootstrap, "first", Map.of());
            beginWithoutEnd(bootstrap);
            broker.kill();
        }
        final Instant killed = Instant.now();
        try (BrokerProcess broker = BrokerProcess.start(folder, command)) {
            produce(bootstrap, "second", Map.of());
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(20));
            produce(bootstrap, "third", Map.of("transactional.id", "left-open"));
            assertThat(consume(bootstrap, 30)).startsWith("first-0").endsWith("third-9");
            assertThat(broker.errors()).isEmpty();
            assertThat(broker.endByStdin()).isZero();
        }
        assertThat(folder.resolve(".kafka_cleanshutdown"))
                .as("a stop that is asked for is a clean one")
                .exists();
    }

    @Test
    void shouldNameThePortThatIsBusyAndLeaveTheFolderAlone() throws Exception {
        final Path unused = folder.resolve("unused");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> KafkaBroker.start(unused, taken.getLocalPort(), 0))
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_START);
                        assertThat(failure.sentence())
                                .contains(String.valueOf(taken.getLocalPort()))
                                .contains("choose another port");
                    });
        }
        assertThat(unused).doesNotExist();
    }

    @Test
    void shouldSayWhoseFolderItIsWhenAnotherBrokerUsesIt() throws Exception {
        try (KafkaBroker running = KafkaBroker.start(folder, 0, 0)) {
            assertThatThrownBy(() -> KafkaBroker.start(folder, 0, 0)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_START);
                assertThat(failure.sentence()).contains(folder.toString(), "Another program");
            });
            createTopic(running.bootstrap());
        }
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws Exception {
        final Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> KafkaBroker.start(file, 0, 0))
                .satisfies(thrown -> assertThat(Failure.of(thrown).exitCode()).isEqualTo(ExitCode.STORAGE));
    }

    private static void createTopic(final String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Ten records; with more than no settings, in one transaction. */
    private static void produce(final String bootstrap, final String prefix, final Map<String, Object> settings) {
        try (KafkaProducer<String, String> producer = producer(bootstrap, settings)) {
            if (!settings.isEmpty()) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            IntStream.range(0, 10)
                    .forEach(i -> producer.send(new ProducerRecord<>(TOPIC.topic(), "key", prefix + "-" + i)));
            if (!settings.isEmpty()) {
                producer.commitTransaction();
            }
            producer.flush();
        }
    }

    /** A transaction that the broker's kill leaves open; its records must never show. */
    private static void beginWithoutEnd(final String bootstrap) {
        final KafkaProducer<String, String> producer = producer(bootstrap, Map.of("transactional.id", "left-open"));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC.topic(), "key", "never"));
        producer.flush();
        producer.close(Duration.ZERO);
    }

    private static KafkaProducer<String, String> producer(final String bootstrap, final Map<String, Object> more) {
        final Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("acks", "all");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> consume(final String bootstrap, final int expected) {
        final List<String> read = new ArrayList<>();
        final Instant end = Instant.now().plusSeconds(30);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            while (read.size() < expected && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> read.add(each.value()));
            }
        }
        assertThat(read).hasSize(expected).doesNotHaveDuplicates();
        return read;
    }
}
