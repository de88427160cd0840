package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.app.Millrace;
import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.kafka.Readers;
import io.millrace.app.run.MasterData;
import io.millrace.app.run.Topologies;
import io.millrace.app.run.TopologyRun;
import io.millrace.core.event.Fact;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.TopicSpec;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small history counted live, then once more by the same rules and by others. */
class ReplayTest {
    private static final String PRESS1 = "acme/berlin/press/line1/press1";
    private static final String PRESS2 = "acme/berlin/press/line1/press2";
    private static final List<String> APPLICATIONS = List.of("shop", Topologies.analyticsOf("shop"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void shouldSayTheSameByTheSameRulesAndShowWhatOthersWouldChange() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), 0, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            final Path live = configuration(broker.bootstrap());
            final Configuration configuration = ConfigurationFile.read(live).orThrow();
            TopicAdmin.ensure(admin, TopologyRun.topics(configuration).specs(), (short) 1);
            try (TopologyRun topologies = TopologyRun.start(configuration)) {
                runLive(configuration, admin);
                assertThat(topologies.end()).as("the live topologies run").isNotDone();
            }
            final Map<TopicPartition, Long> liveEnds = liveEnds(admin, configuration);

            sameRules(live, admin);
            takenPrefix(live);
            otherRules(live, admin);

            assertThat(liveEnds(admin, configuration))
                    .as("live topics are untouched")
                    .isEqualTo(liveEnds);
        }
    }

    private void sameRules(final Path live, final Admin admin) throws Exception {
        final int exit =
                replay(live, "r1", "--report", folder.resolve("same.json").toString());

        assertThat(exit).as("%s%n%s", out, err).isZero();
        assertThat(out.toString()).contains("IDENTICAL", "r1.* are kept").doesNotContain("note:");
        final JsonNode topics =
                new JsonMapper().readTree(folder.resolve("same.json").toFile()).path("topics");
        final Map<String, Integer> same = new HashMap<>();
        topics.forEach(topic ->
                same.put(topic.path("topic").asText(), topic.path("same").asInt()));
        for (final String topic : List.of(
                "confirmations",
                "state-intervals",
                "milestones",
                "scrap",
                "consumption",
                "quantities",
                "balances",
                "machine-status",
                "order-status",
                "downtime",
                "dead-letters")) {
            assertThat(same.get(topic)).as("compared on " + topic).isPositive();
        }
        assertThat(leftOf("r1-replay", admin)).as("changelogs and groups").isEmpty();
        assertThat(admin.listTopics().names().get()).contains("r1.events", "r1.confirmations");
    }

    private void takenPrefix(final Path live) {
        assertThat(replay(live, "r1")).isEqualTo(1);
        assertThat(err.toString()).contains("r1.*", "--force");
        assertThat(replay(live, Topics.DEFAULT_PREFIX)).isEqualTo(2);
        assertThat(err.toString()).contains("live topics");
    }

    /** Press 2 is not counted any more; what press 1 made alone is told in other confirmations that add up to the same. */
    private void otherRules(final Path live, final Admin admin) throws Exception {
        final Path plant = plant("other.yaml", "report", 25);

        assertThat(replay(live, "r1", "--force", "--drop", "--show", "1", "--config", plant.toString()))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains("DIFFERENT", "confirmed quantities: other ones for 1 of 2", "more: --show N")
                .containsPattern("1001/0010 +live 56 / 1 / 0 +replay 3\\d");
        assertThat(leftOf("r1", admin)).as("what --drop leaves").isEmpty();
    }

    private void runLive(final Configuration configuration, final Admin admin) throws Exception {
        final History press1 = new History(PRESS1);
        final History press2 = new History(PRESS2);
        final Readers readers = new Readers(admin, configuration.kafka().clientProperties());
        try (readers;
                KafkaProducer<String, byte[]> producer = producer(configuration)) {
            for (final Fact.Definition definition : MasterData.definitions(configuration.plant())) {
                send(producer, 0, "", List.of(History.definition(definition)));
                send(producer, 1, "", List.of(History.definition(definition)));
            }
            send(producer, 0, "nobody", List.of(new byte[] {1, 2, 3}));
            for (final History press : List.of(press1, press2)) {
                press.reads(0)
                        .runs()
                        .started("1001")
                        .makes(23)
                        .scraps()
                        .stutters()
                        .stops("JAM", 90)
                        .makes(2)
                        .ticks();
            }
            sendAndAwait(producer, readers, press1, press2);
            // Both ran it: whoever is heard to be done last makes it final, so the order of the two must be kept.
            sendAndAwait(producer, readers, press2.completed("1001").ticks(), press1);
            press1.makes(7)
                    .completed("1001")
                    .started("1002")
                    .makes(31)
                    .stops("TOOL", 4_000)
                    .completed("1002");
            sendAndAwait(producer, readers, press1.ticks(), press2.ticks());
        }
    }

    private static void sendAndAwait(
            final KafkaProducer<String, byte[]> producer,
            final Readers readers,
            final History press1,
            final History press2) {
        final List<History> both = List.of(press1, press2);
        both.forEach(press -> send(producer, press.machine.equals(PRESS1) ? 0 : 1, press.machine, press.take()));
        producer.flush();
        final List<Map<TopicPartition, Long>> seen = new ArrayList<>();
        Awaitility.await("the live topologies have read it")
                .atMost(Duration.ofSeconds(40))
                .until(() -> isRead(readers, seen));
    }

    /** Twice the same ends, nothing before them left. */
    private static boolean isRead(final Readers readers, final List<Map<TopicPartition, Long>> seen) throws Exception {
        final Map<TopicPartition, Long> all = new HashMap<>();
        for (final String application : APPLICATIONS) {
            final Map<TopicPartition, Long> ends = readers.ends(readers.held(application));
            if (ends.isEmpty() || readers.behind(application, ends) > 0) {
                seen.clear();
                return false;
            }
            all.putAll(ends);
        }
        seen.add(all);
        return seen.size() > 1 && seen.get(seen.size() - 2).equals(all);
    }

    private static void send(
            final KafkaProducer<String, byte[]> producer,
            final int partition,
            final String key,
            final List<byte[]> events) {
        events.forEach(event -> producer.send(new ProducerRecord<>("millrace.events", partition, key, event)));
    }

    private static KafkaProducer<String, byte[]> producer(final Configuration configuration) {
        return new KafkaProducer<>(
                configuration.kafka().clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<TopicPartition, Long> liveEnds(final Admin admin, final Configuration configuration)
            throws Exception {
        final List<TopicPartition> all = new ArrayList<>();
        for (final TopicSpec topic : TopologyRun.topics(configuration).specs()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                all.add(new TopicPartition(topic.name(), partition));
            }
        }
        try (Readers readers = new Readers(admin, configuration.kafka().clientProperties())) {
            return readers.ends(all);
        }
    }

    private static Set<String> leftOf(final String prefix, final Admin admin) throws Exception {
        final Set<String> left = new HashSet<>(admin.listTopics().names().get());
        admin.listGroups().all().get().stream().map(GroupListing::groupId).forEach(left::add);
        left.removeIf(name -> !name.startsWith(prefix));
        return left;
    }

    private int replay(final Path live, final String into, final String... further) {
        final List<String> arguments = new ArrayList<>(List.of("replay", "--live", live.toString(), "--into", into));
        arguments.addAll(List.of(further));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Millrace.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private Path configuration(final String bootstrap) throws IOException {
        plant("plant.yaml", "counter", 10);
        return Files.writeString(
                folder.resolve("millrace.yaml"),
                String.join(
                        "\n",
                        "gateway: { id: gw1, data: ./gateway }",
                        "kafka: { bootstrap: \"" + bootstrap + "\", partitions: 2 }",
                        "topology: { application-id: shop, state: ./topology, http: \"127.0.0.1:0\" }",
                        "master-data: plant.yaml",
                        ""));
    }

    private Path plant(final String name, final String authority2, final int every) throws IOException {
        final String machine = ", settle-after: 0s, authority: ";
        final String operation =
                ", material: FG-1, operations: [ { operation: \"0010\", planned: 54, confirm: { every: " + every
                        + " } } ] }";
        return Files.writeString(
                folder.resolve(name),
                String.join(
                        "\n",
                        "site-time-zone: Europe/Berlin",
                        "machines:",
                        "  - { path: " + PRESS1 + machine + "counter }",
                        "  - { path: " + PRESS2 + machine + authority2 + " }",
                        "materials: [ { id: FG-1, unit: PCE } ]",
                        "orders:",
                        "  - { order: \"1001\"" + operation,
                        "  - { order: \"1002\"" + operation,
                        ""));
    }
}
