package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.JournalKit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can become of a send on a real Kafka: nothing is lost, and each machine's events stay in order. */
@Timeout(90)
class SendOutcomeTest extends ForwarderFixture {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void shouldSendOnceWhenTheConnectionComesBackInTime() {
        try (Forwarder forwarder = forwarder()) {
            journal(1, 500);
            drain(forwarder);
            proxy.loseReplies();
            journal(501, 1_000);
            forwarder.doWork();
            assertThat(forwarder.isWaiting()).isTrue();
            proxy.cut();
            proxy.mend();
            drain(forwarder);
        }
        assertThat(proxy.cuts()).as("the fault has hit").isPositive();
        assertThat(counters.sendFailures().sum()).isZero();
        final List<Event> events = events();
        assertThat(events).as("each once").hasSize(1_000);
        assertInOrder(events);
    }

    @Test
    void shouldApplyOnceWhenTheReplyIsLost() {
        final Map<String, String> patient = new HashMap<>(kafka());
        patient.put("request.timeout.ms", "500");
        final long lostBefore = proxy.lostBytes();
        try (Forwarder forwarder = forwarder(patient)) {
            journal(1, 100);
            drain(forwarder);
            proxy.loseReplies();
            journal(101, 200);
            forwarder.doWork();
            await().atMost(LONG).until(() -> events().size() == 200);
            assertThat(forwarder.backlog()).as("no reply has come").isEqualTo(100);
            drain(forwarder);
        }
        assertThat(proxy.lostBytes()).as("the fault has hit").isGreaterThan(lostBefore);
        assertThat(counters.sendFailures().sum()).isZero();
        assertThat(events()).as("Kafka knew the batch").hasSize(200);
    }

    @Test
    void shouldFindItTwiceWithoutIdempotenceWhenTheReplyIsLost() throws Exception {
        final Map<String, String> quick = new HashMap<>(kafka());
        quick.put("request.timeout.ms", "500");
        final ForwarderSettings settings = settings(quick);
        new TopicPreparation(settings).prepare();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.markerProducer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(numbered(1)).get();
            proxy.loseReplies();
            producer.send(numbered(2)).get();
        }
        assertThat(numbers()).as("the safeguard is what the test sees").containsExactly(1, 2, 2);
    }

    @Test
    void shouldSendAgainUnderTheSameNumbersWhenTheReplyIsLostForGood() {
        try (Forwarder forwarder = forwarder(impatient())) {
            journal(1, 100);
            drain(forwarder);
            proxy.loseReplies();
            journal(101, 200);
            forwarder.doWork();
            await().atMost(LONG).until(() -> events().size() == 200);
            proxy.cut();
            await().atMost(LONG).until(() -> {
                forwarder.doWork();
                return forwarder.trouble() != null;
            });
            proxy.mend();
            drain(forwarder);
        }
        assertThat(counters.sendFailures().sum()).as("the fault has hit").isPositive();
        final List<Event> events = events();
        assertThat(events).hasSizeGreaterThan(200);
        assertThat(new HashSet<>(events))
                .as("equal, transport identity and all")
                .hasSize(200);
        assertInOrder(firstOfEach(events));
    }

    @Test
    void shouldGoBackAndLoseNothingWhenTheConnectionIsCutPastTheDeliveryTimeout() {
        try (Forwarder forwarder = forwarder(impatient())) {
            journal(1, 1_000);
            drain(forwarder);
            for (int outage = 1; outage <= 2; outage++) {
                final int before = outage;
                journal(1_000 * outage + 1, 1_000 * outage + 500);
                forwarder.doWork();
                proxy.cut();
                journal(1_000 * outage + 501, 1_000 * outage + 1_000);
                await().atMost(LONG).until(() -> {
                    forwarder.doWork();
                    return forwarder.trouble() != null;
                });
                assertThat(counters.sendFailures().sum()).isGreaterThanOrEqualTo(before);
                assertThat(forwarder.backlog()).isPositive();
                proxy.mend();
                drain(forwarder);
                assertThat(counters.producerRestarts().sum()).isGreaterThanOrEqualTo(before);
            }
        }
        assertThat(proxy.cuts()).as("the fault has hit").isPositive();
        final List<Event> events = events();
        assertThat(new HashSet<>(events)).as("nothing is lost").hasSize(3_000);
        assertInOrder(firstOfEach(events));
    }

    @Test
    void shouldDrainInOrderAfterTheBrokerWasAwayPastTheDeliveryTimeout() throws Exception {
        journal(1, 500);
        try (Forwarder forwarder = forwarder(impatient())) {
            drain(forwarder);
            kafka.stop();
            try {
                journal(501, 1_500);
                await().atMost(LONG).until(() -> {
                    forwarder.doWork();
                    return counters.sendFailures().sum() > 0;
                });
                assertThat(forwarder.isDrained()).isFalse();
            } finally {
                kafka.start();
            }
            drain(forwarder);
        }
        final List<Event> events = events();
        assertThat(new HashSet<>(events)).hasSize(1_500);
        assertInOrder(firstOfEach(events));
    }

    @Test
    void shouldSendNothingMoreBehindAFailedRecordBeforeItIsSentAgain() {
        try (Forwarder forwarder = forwarder(lessImpatient())) {
            journal(1, 10);
            drain(forwarder);
            proxy.cut();
            // The later records live on when the first one's time is up.
            for (int next = 11; counters.sendFailures().sum() == 0; next++) {
                journal(next, next);
                forwarder.doWork();
            }
            proxy.mend();
            await("the producer has ended by itself, though the forwarder did not look")
                    .atMost(LONG)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(t -> t.getName().equals("kafka-producer-network-thread | millrace-gw")));
            assertThat(events()).as("nothing has overtaken it").hasSize(10);
            drain(forwarder);
        }
        assertInOrder(firstOfEach(events()));
    }

    @Test
    void shouldSeeLaterRecordsOvertakeWithAProducerThatGoesOn() throws Exception {
        final ForwarderSettings settings = settings(lessImpatient());
        new TopicPreparation(settings).prepare();
        final AtomicInteger failed = new AtomicInteger();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(numbered(1)).get();
            proxy.cut();
            for (int next = 2; failed.get() == 0; next++) {
                final int number = next;
                journal(next, next);
                producer.send(numbered(number), (metadata, error) -> {
                    if (error != null) {
                        failed.compareAndSet(0, number);
                    }
                });
            }
            proxy.mend();
            producer.flush();
        }
        final List<Integer> there = numbers();
        assertThat(there).as("the safeguard is what the test sees").doesNotContain(failed.get());
        assertThat(there).anyMatch(number -> number > failed.get());
    }

    @Test
    void shouldMakeATopicAnewThatWasDeletedUnderway() throws Exception {
        try (Forwarder forwarder = forwarder(impatient());
                Admin admin = admin()) {
            journal(1, 100);
            drain(forwarder);
            admin.deleteTopics(List.of(topics.events())).all().get();
            journal(101, 200);
            drain(forwarder);
            assertThat(counters.sendFailures().sum()).as("the fault has hit").isPositive();
        }
        final List<Long> values = events().stream().map(JournalKit::value).toList();
        assertThat(new TreeSet<>(values))
                .as("what came behind the deletion")
                .containsAll(
                        IntStream.rangeClosed(101, 200).mapToObj(Long::valueOf).toList());
    }

    @Test
    void shouldHoldWhenATopicCameBackWithFewerPartitions() throws Exception {
        try (Forwarder forwarder = forwarder(impatient());
                Admin admin = admin()) {
            journal(1, 100);
            drain(forwarder);
            admin.deleteTopics(List.of(topics.events())).all().get();
            await().atMost(LONG).until(() -> !admin.listTopics().names().get().contains(topics.events()));
            admin.createTopics(List.of(new NewTopic(topics.events(), 1, (short) 1)))
                    .all()
                    .get();
            journal(101, 200);
            await().atMost(LONG).until(() -> {
                forwarder.doWork();
                return String.valueOf(forwarder.trouble()).contains("has 1 partitions, configured are 3");
            });
            assertThat(forwarder.backlog()).as("nothing is skipped").isPositive();
        }
    }

    @Test
    void shouldKeepAMachineInItsPartitionWhenTheTopicGrows() throws Exception {
        final Map<String, String> wakeful = new HashMap<>(kafka());
        wakeful.put("metadata.max.age.ms", "50");
        try (Forwarder forwarder = forwarder(wakeful);
                Admin admin = admin()) {
            journal(1, 100);
            drain(forwarder);
            admin.createPartitions(Map.of(topics.events(), NewPartitions.increaseTo(2 * PARTITIONS)))
                    .all()
                    .get();
            // Rounds with time for the producer to see the new partitions in between.
            for (int i = 101; i <= 130; i++) {
                journal(i, i);
                drain(forwarder);
            }
        }
        final Map<String, Integer> home = new HashMap<>();
        for (final ConsumerRecord<byte[], byte[]> record : TopicReader.readAll(kafka.bootstrap(), topics.events())) {
            if (record.value() != null) {
                final String machine = new String(record.key(), StandardCharsets.UTF_8);
                assertThat(record.partition())
                        .isEqualTo(home.computeIfAbsent(machine, any -> record.partition()))
                        .isEqualTo(placed(machine, PARTITIONS));
            }
        }
        assertThat(home.keySet())
                .as("Kafka's own choice would have moved one")
                .anyMatch(machine -> placed(machine, PARTITIONS) != placed(machine, 2 * PARTITIONS));
    }

    /** As Kafka's own partitioner does. */
    private static int placed(final String machine, final int partitions) {
        return Utils.toPositive(Utils.murmur2(machine.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private ForwarderSettings settings(final Map<String, String> properties) {
        return new ForwarderSettings("gw", properties, topics, PARTITIONS, 1, true, 300);
    }

    private Map<String, String> lessImpatient() {
        final Map<String, String> properties = new HashMap<>(impatient());
        properties.put("delivery.timeout.ms", "2000");
        properties.put("max.block.ms", "2000");
        // Else the client forgets the topic when its only broker is gone, and the send itself fails first.
        properties.put("metadata.recovery.strategy", "none");
        return properties;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    private ProducerRecord<byte[], byte[]> numbered(final int number) {
        return new ProducerRecord<>(
                topics.events(), 0, new byte[] {1}, new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private List<Integer> numbers() {
        final List<Integer> numbers = new ArrayList<>();
        for (final ConsumerRecord<byte[], byte[]> record : TopicReader.readAll(kafka.bootstrap(), topics.events())) {
            if (record.value() != null) {
                numbers.add(record.value()[0] & 0xFF | record.value()[1] << 8);
            }
        }
        return numbers;
    }
}
