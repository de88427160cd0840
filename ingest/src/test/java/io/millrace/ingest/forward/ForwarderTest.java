package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.ReasonCategory;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.source.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForwarderTest extends ForwarderFixture {
    @Test
    void shouldBringEveryEventInTheOrderOfItsMachine() {
        journal(1, 2_000);
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
            journal(2_001, 3_000);
            drain(forwarder);
            assertThat(forwarder.backlog()).isZero();
        }
        final List<Event> events = events();
        assertThat(events).as("each once").hasSize(3_000);
        assertInOrder(events);
        assertThat(counters.acknowledged().sum()).isEqualTo(3_000);
        assertThat(counters.durableToKafka().count()).isEqualTo(3_000);
    }

    @Test
    void shouldSendNoMoreInATurnThanItMay() {
        journal(1, 100);
        try (Forwarder forwarder = forwarder()) {
            assertThat(forwarder.doWork(7)).isEqualTo(7);
            drain(forwarder);
        }
        assertThat(events()).hasSize(100);
    }

    @Test
    void shouldBeDoneAlsoWhereOthersAlwaysComeFirst() {
        journal(1, 500);
        try (ForwarderThread thread = new ForwarderThread("gives-way", forwarder(), System::nanoTime, () -> true)) {
            thread.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> counters.acknowledged().sum() == 500);
        }
        assertThat(events()).hasSize(500);
    }

    @Test
    void shouldKeepThePositionWhenItEndsBeforeItIsDone() {
        journal(1, 10_000);
        final Forwarder forwarder = forwarder();
        final ForwarderThread thread = new ForwarderThread("ends-early", forwarder, System::nanoTime, () -> true);
        thread.start();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> forwarder.acknowledgedPosition() > 100);
        assertThat(thread.close(0)).isFalse();
        assertThat(root.resolve("forwarded")).content().endsWith("\n" + forwarder.acknowledgedPosition() + "\n");
    }

    @Test
    void shouldGoOnWhereItWasAfterARestart() {
        journal(1, 500);
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        journal(501, 1_000);
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        assertThat(events()).as("nothing twice, nothing missing").hasSize(1_000);
    }

    @Test
    void shouldResendWithTheSameNumbersWhenThePositionIsLost() throws IOException {
        journal(1, 500);
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        Files.delete(root.resolve("forwarded"));
        journal(501, 600);
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        final List<Event> events = events();
        assertThat(events).hasSize(500 + 600);
        assertThat(new HashSet<>(events)).as("equal but for the repetition").hasSize(600);
        assertInOrder(new ArrayList<>(new LinkedHashSet<>(events)));
    }

    @Test
    void shouldNotBelieveAPositionOfAnotherJournal() throws IOException {
        journal(1, 100);
        Files.writeString(root.resolve("forwarded"), "1\n" + UUID.randomUUID() + "\n90\n");
        try (Forwarder forwarder = forwarder()) {
            assertThat(forwarder.acknowledgedPosition()).isZero();
            drain(forwarder);
        }
        assertThat(events()).hasSize(100);
    }

    @Test
    void shouldNotSwallowNewEventsWhenTheJournalLostItsTail() throws IOException {
        Files.writeString(root.resolve("forwarded"), "1\n" + journal.id() + "\n90\n");
        for (int start = 0; start < 2; start++) {
            try (Forwarder forwarder = forwarder()) {
                assertThat(forwarder.acknowledgedPosition()).isLessThanOrEqualTo(journal.lastPosition());
                if (start == 0) {
                    // It dies before it has sent anything.
                    journal(1, 100);
                } else {
                    drain(forwarder);
                }
            }
        }
        assertThat(events()).hasSize(100);
    }

    @Test
    void shouldWriteADefinitionToEveryPartitionAndAMarkerFirst() {
        final Event definition = new Event(
                JournalKit.reading("", 0).head(),
                new Fact.ReasonDefined(0, ReasonCategory.PLANNED, "R1", "Tool change"));
        await().until(() -> kit.ring().tryOffer(List.of(definition), () -> {}));
        kit.ring().close();
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        final List<ConsumerRecord<byte[], byte[]>> records = TopicReader.readAll(kafka.bootstrap(), topics.events());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            final int p = partition;
            final List<ConsumerRecord<byte[], byte[]>> here =
                    records.stream().filter(r -> r.partition() == p).toList();
            assertThat(here).as("one marker, once; one definition").hasSize(2);
            assertThat(here.get(0).value()).isNull();
            assertThat(here.get(0).key()).isEmpty();
            assertThat(here.get(1).value()).isNotNull();
        }
    }

    @Test
    void shouldPublishDeadLettersAsJson() throws IOException {
        final byte[] payload = {1, 2, (byte) 0xFF};
        final DeadLetter letter = new DeadLetter(
                "mqtt",
                "a/b",
                JournalKit.START_NS,
                DeadLetter.Reason.NO_EVENT_ID,
                "give it an id",
                "m1",
                "1001",
                "L7",
                payload);
        await().until(() -> kit.ring().tryOffer(letter, () -> {}));
        kit.ring().close();
        try (Forwarder forwarder = forwarder()) {
            drain(forwarder);
        }
        final List<ConsumerRecord<byte[], byte[]>> letters = deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(new String(letters.get(0).key(), StandardCharsets.UTF_8)).isEqualTo("m1");
        final JsonNode json = new ObjectMapper().readTree(letters.get(0).value());
        assertThat(json.get("reason").asText()).isEqualTo("NO_EVENT_ID");
        assertThat(json.get("kind").asText()).isEqualTo("BUSINESS");
        assertThat(json.get("class").asText()).as("its older name").isEqualTo("BUSINESS");
        assertThat(json.get("time").asText()).isEqualTo("2027-01-15T08:00:00Z");
        assertThat(json.get("payload").binaryValue()).isEqualTo(payload);
        assertThat(json.get("gateway").asText()).isEqualTo("gw");
        assertThat(letters.get(0).headers().lastHeader("ce_id").value())
                .isEqualTo((journal.id() + "-1").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldPassWhatKafkaCanNeverTakeAndSaySo() throws IOException {
        final Map<String, String> narrow = new HashMap<>(kafka());
        narrow.put("max.request.size", "20000");
        journal(1, 10);
        offer(List.of(cause(10_000)));
        offer(List.of(cause(18_000)));
        offer(List.of(cause(60_000)));
        journal(11, 20);
        try (Forwarder forwarder = forwarder(narrow)) {
            drain(forwarder);
        }
        assertThat(events()).hasSize(22);
        assertThat(counters.refused().sum())
                .as("the event, and the letter with its bytes")
                .isEqualTo(2);
        assertThat(deadLetters()).hasSize(1).allSatisfy(r -> assertThat(
                        new ObjectMapper().readTree(r.value()).get("reason").asText())
                .isEqualTo(DeadLetterJson.NOT_FORWARDABLE));
    }

    @Test
    void shouldSayWhatIsWrongWithTheTopics() throws Exception {
        journal(1, 10);
        final ForwarderSettings strict = new ForwarderSettings("gw", kafka(), topics, PARTITIONS, 1, false, 100);
        try (Forwarder forwarder = forwarder(strict)) {
            forwarder.doWork();
            assertThat(forwarder.trouble()).contains("topic " + topics.events() + " does not exist: create it");
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.events(), PARTITIONS + 1, (short) 1),
                            new NewTopic(topics.deadLetters(), 1, (short) 1)))
                    .all()
                    .get();
        }
        try (Forwarder forwarder = forwarder(strict)) {
            forwarder.doWork();
            assertThat(forwarder.trouble()).contains("has 4 partitions, configured are 3");
            assertThat(forwarder.backlog()).isEqualTo(10);
        }
    }

    @Test
    void shouldLetTheJournalDeleteOnlyWhatKafkaHas() {
        journal(1, 100);
        try (Forwarder forwarder = forwarder()) {
            forwarder.retainNow();
            assertThat(forwarder.acknowledgedPosition()).isZero();
            drain(forwarder);
            forwarder.retainNow();
            assertThat(root.resolve("forwarded")).content().endsWith("\n100\n");
        }
    }
}
