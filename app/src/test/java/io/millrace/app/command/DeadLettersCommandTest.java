package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.run.GatewayRun;
import io.millrace.app.run.LivePlant;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a wrong mapping to units that an ERP is told once: brokers, gateway and topologies as they run in a plant. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DeadLettersCommandTest {
    private static final String LINE = "acme/berlin/press/line1";
    private static final String PLANT =
            """
            site-time-zone: UTC
            machines:
              - { path: acme/berlin/press/line1/press1, authority: report, settle-after: 0s }
              - { path: acme/berlin/press/line1/press2, authority: report, settle-after: 0s }
            materials: [{ id: FG-1, unit: PCE }]
            orders: [{ order: "1001", material: FG-1, operations: [{ operation: "0010", planned: 100 }] }]
            """;

    @TempDir
    private static Path folder;

    private static LivePlant plant;
    private static GatewayRun gateway;

    @BeforeAll
    static void start() throws Exception {
        plant = new LivePlant(folder, PLANT);
        gateway = GatewayRun.start(plant.configure(sources("/wrong")));
        Awaitility.await("both sources hear").atMost(Duration.ofMinutes(1)).until(gateway::isReady);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    void shouldCountOnceWhatIsResentAfterTheMappingIsFixed() throws Exception {
        final String press = LINE + "/press1";
        final Instant then = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        plant.publish(
                "millrace/v1/" + press + "/context",
                "{\"transition\":\"STARTED\",\"order\":\"1001\",\"operation\":\"0010\",\"time\":\"%s\"}"
                        .formatted(then));
        for (int i = 1; i <= 5; i++) {
            plant.publish(
                    "legacy/press1/count",
                    "{\"uid\":\"c-%d\",\"ts\":\"%s\",\"n\":%d}".formatted(i, then.plusSeconds(i), i));
        }
        awaitLetters("legacy", 5);
        assertThat(confirmedAfterSettling(press)).isZero();
        assertThat(letters()).allSatisfy(DeadLettersCommandTest::isAsPublished);

        assertThat(plant.run("dead-letters", "resend", "--source", "legacy", "--dry-run"))
                .as("nothing is fixed yet")
                .isEqualTo(1);
        assertThat(plant.out.toString()).contains("IMPOSSIBLE_VALUE", "0 of 5 could be resent whole");
        plant.configure(sources("/n"));
        assertThat(plant.run("dead-letters", "resend", "--source", "legacy", "--dry-run"))
                .isZero();
        assertThat(plant.out.toString()).contains("would become 1 event", "id c-1", "5 of 5 could be resent whole");
        assertThat(reports(press)).as("a dry run writes nothing").isEmpty();

        assertThat(plant.run("dead-letters", "resend", "--source", "legacy"))
                .as("without a note")
                .isEqualTo(2);
        assertThat(plant.run(
                        "dead-letters", "resend", "--source", "legacy", "--note", "pointer fixed", "--actor", "mary"))
                .as("%s%s", plant.out, plant.err)
                .isZero();
        assertThat(reports(press))
                .extracting(event -> event.head().sourceEventId())
                .as("in the order they came")
                .containsExactly("c-1", "c-2", "c-3", "c-4", "c-5");
        assertThat(confirmedAfterSettling(press)).isEqualTo(15_000);

        assertThat(plant.run("dead-letters", "list", "--source", "legacy")).isZero();
        assertThat(plant.out.toString()).contains("no dead letters");
        assertThat(plant.run("dead-letters", "list", "--source", "legacy", "--all"))
                .isZero();
        assertThat(plant.out.toString()).contains("RESENT", "resent by mary", "pointer fixed", "5 IMPOSSIBLE_VALUE");
        assertThat(letters()).allSatisfy(DeadLettersCommandTest::isAsPublished);

        resendAgain(press);
    }

    /** What a source would do that is not sure: the fault is that everything is on the events twice. */
    private static void resendAgain(final String press) {
        final List<String> ids = ids("legacy");
        assertThat(plant.run("dead-letters", "resend", ids.get(0), "--note", "once more"))
                .isEqualTo(1);
        assertThat(plant.err.toString()).contains("is decided already: RESENT", "Nothing was written");
        final String[] all = Stream.concat(
                        Stream.of("dead-letters", "resend", "--again", "--note", "once more"), ids.stream())
                .toArray(String[]::new);
        assertThat(plant.run(all)).isZero();
        assertThat(reports(press)).hasSize(10);
        Awaitility.await("the repeats are known")
                .atMost(Duration.ofSeconds(60))
                .until(() -> balance(press).repeated() >= 5);
        assertThat(confirmedAfterSettling(press)).isEqualTo(15_000);
        handOnUnderAnotherName(press);
        assertThat(confirmedAfterSettling(press))
                .as("twin: without the identity they had")
                .isEqualTo(30_000);
    }

    private static void handOnUnderAnotherName(final String press) {
        final List<Event> renamed = reports(press).stream()
                .limit(5)
                .map(event -> event.withHead(
                        event.head().withIds("new-" + event.head().sourceEventId(), "")))
                .toList();
        try (EventPublisher publisher =
                new EventPublisher(plant.client(), plant.topics().events(), GatewayRun::now, UUID::randomUUID)) {
            publisher.handOn(renamed);
        }
    }

    @Test
    void shouldKeepWhatIsStillWrongAndShowIt() throws Exception {
        final String press = LINE + "/press2";
        final String then = Instant.now().minusSeconds(60).toString();
        plant.publish(
                "millrace/v1/" + press + "/count",
                ("[{\"id\":\"k-1\",\"time\":\"%s\",\"measure\":\"good\",\"quantity\":4},"
                                + "{\"time\":\"%s\",\"measure\":\"good\",\"quantity\":7}]")
                        .formatted(then, then));
        awaitLetters("own", 1);
        final String id = ids("own").get(0);
        assertThat(plant.run("dead-letters", "show", id)).isZero();
        assertThat(plant.out.toString())
                .contains("NO_EVENT_ID", "OPEN", "BUSINESS", "entry 1: id is missing", "\"quantity\" : 7");
        assertThat(plant.run("dead-letters", "show", id, "--as", "hex")).isZero();
        assertThat(plant.out.toString()).contains("00000000  5b 7b 22 69 64");
        assertThat(plant.run("dead-letters", "show", "no-such")).isEqualTo(1);

        assertThat(plant.run("dead-letters", "resend", id, "--note", "try")).isEqualTo(1);
        assertThat(plant.out.toString()).contains("became 1 event; left behind: NO_EVENT_ID", "0 of 1 resent whole");
        assertThat(plant.run("dead-letters", "list", "--machine", press)).isZero();
        assertThat(plant.out.toString()).contains("PARTLY", "left: NO_EVENT_ID", "1 NO_EVENT_ID");
        Awaitility.await("the good entry is known as a repeat")
                .atMost(Duration.ofSeconds(60))
                .until(() -> balance(press).repeated() == 1);
        assertThat(balance(press).unattributed().goodMilli()).isEqualTo(4_000);

        assertThat(plant.run("dead-letters", "discard", "--note", "x"))
                .as("says not which")
                .isEqualTo(2);
        assertThat(plant.run("dead-letters", "discard", "--machine", press, "--note", "a test"))
                .isZero();
        assertThat(plant.out.toString()).contains("1 discarded");
        assertThat(plant.run("dead-letters", "list", "--machine", press)).isZero();
        assertThat(plant.out.toString()).contains("no dead letters");
        assertThat(plant.run("dead-letters", "list", "--machine", press, "--all", "--json"))
                .isZero();
        assertThat(plant.out.toString()).contains("\"status\":\"DISCARDED\"", "\"reason\":\"a test\"");
    }

    private static String sources(final String quantity) {
        return """

                - { name: own, type: mqtt-json, url: "mqtt://127.0.0.1:%1$d", topics: ["millrace/v1/#"] }
                - name: legacy
                  type: mqtt-json
                  url: "mqtt://127.0.0.1:%1$d"
                  topics: ["legacy/#"]
                  mappings:
                    - topic: legacy/+/count
                      machine: acme/berlin/press/line1/{1}
                      kind: count
                      fields: { id: /uid, time: /ts, quantity: %2$s, measure: "=good", order: "=1001", operation: "=0010" }
                """
                .formatted(plant.mqttPort(), quantity);
    }

    private static void awaitLetters(final String source, final int count) {
        Awaitility.await("letters of " + source)
                .atMost(Duration.ofSeconds(60))
                .ignoreException(Failure.class)
                .until(() -> letters().stream()
                                .filter(one -> one.path("source").asText().equals(source))
                                .count()
                        == count);
    }

    private static List<JsonNode> letters() {
        return plant.read(plant.topics().deadLetters(), DeadLettersCommandTest::json);
    }

    private static List<String> ids(final String source) {
        assertThat(plant.run("dead-letters", "list", "--source", source, "--all"))
                .isZero();
        return plant.out
                .toString()
                .lines()
                .filter(line -> line.matches("\\d{4}-.*"))
                .map(line -> line.replaceAll(".* ([0-9a-f]{8}-[0-9a-f-]+-[0-9]+) .*", "$1"))
                .toList();
    }

    private static List<Event> reports(final String press) {
        return plant.events().stream()
                .filter(event -> event.head().machine().equals(press))
                .filter(event -> event.fact() instanceof Fact.CountReport)
                .toList();
    }

    private static Balance balance(final String press) {
        return plant.read(plant.topics().balances(), Json::balance).stream()
                .filter(one -> one.machine().equals(press))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Asks for everything that is pending and waits until the balance after that has been said. */
    private static long confirmedAfterSettling(final String press) {
        final AtomicLong askedNs = new AtomicLong();
        Awaitility.await("the machine is heard of")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    askedNs.set(GatewayRun.now());
                    return plant.run("settle", press, "--reason", "test") == 0;
                });
        Awaitility.await("a balance since then, with nothing pending")
                .atMost(Duration.ofSeconds(60))
                .until(() -> balance(press).asOfNs() > askedNs.get()
                        && balance(press).attributed().equals(balance(press).told()));
        return plant.confirmedMilli(press);
    }

    /** What the published schema promises of every letter. */
    private static void isAsPublished(final JsonNode letter) {
        final JsonNode schema = json(Schemas.json("dead-letters").getBytes(StandardCharsets.UTF_8));
        schema.path("required").forEach(name -> assertThat(letter.has(name.asText()))
                .as("%s of %s", name, letter)
                .isTrue());
        letter.properties().forEach(field -> {
            final JsonNode described = schema.path("properties").path(field.getKey());
            assertThat(described.isMissingNode())
                    .as("%s is described", field.getKey())
                    .isFalse();
            assertThat(field.getValue().asText().length())
                    .as(field.getKey())
                    .isGreaterThanOrEqualTo(described.path("minLength").asInt(0));
        });
    }

    private static JsonNode json(final byte[] bytes) {
        try {
            return new ObjectMapper().readTree(bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
