package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.forward.Downstream;
import io.millrace.ingest.forward.EmbeddedKafka;
import io.millrace.ingest.forward.TopicReader;
import io.millrace.ingest.journal.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one source, one of them killed and started again: nothing is lost, nothing counts twice. */
@Timeout(120)
class TwoGatewaysTest {
    private static final int UNITS = 300;

    @TempDir
    static Path folder;

    private static Broker broker;
    private static EmbeddedKafka kafka;

    private final Set<Process> children = new HashSet<>();
    private String machine = "";

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        broker = new Broker(folder.resolve("mqtt"));
    }

    @AfterAll
    static void stop() {
        broker.close();
        kafka.close();
    }

    @BeforeEach
    void nameMachine(final TestInfo test) {
        machine =
                "demo/berlin/press/line1/" + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void endAll() {
        children.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldCountOnceWhatBothHear() throws Exception {
        final List<Event> events = throughAKill("plant", "plant", all());
        assertThat(reports(events)).as("both have brought it").isGreaterThan(UNITS);
        final Downstream downstream = downstream(events);
        assertThat(downstream.countedMilli()).isEqualTo(UNITS * 1_000L);
        assertThat(downstream.repeated() + downstream.resent()).isEqualTo(reports(events) - UNITS);
    }

    @Test
    void shouldCountTwiceWhatBothHearUnderDifferentNames() throws Exception {
        final List<Event> events = throughAKill("plant", "factory", all());
        assertThat(downstream(events).countedMilli())
                .as("the source's name is part of the identity: the safeguard is what the test sees")
                .isEqualTo(2 * UNITS * 1_000L);
    }

    @Test
    @Tag("faults")
    void shouldCountOnceWhatTheyShare() throws Exception {
        final List<Event> events = throughAKill("plant", "plant", "$share/millrace/" + all());
        assertThat(events.stream()
                        .filter(event -> event.fact() instanceof Fact.CountReport)
                        .map(event -> event.head().gateway())
                        .collect(Collectors.toSet()))
                .as("each has done some of the work")
                .containsExactlyInAnyOrder("gw1", "gw2");
        assertThat(downstream(events).countedMilli()).isEqualTo(UNITS * 1_000L);
    }

    private String all() {
        return "millrace/v1/" + machine + "/#";
    }

    /** What is on Kafka in the end. */
    private List<Event> throughAKill(final String source1, final String source2, final String filter)
            throws IOException, InterruptedException {
        final boolean isShared = filter.startsWith("$share/");
        final Process first = gateway("gw1", source1, filter);
        final Process second = gateway("gw2", source2, filter);
        publish(0, UNITS / 3);
        // Through the handle: nothing is flushed or closed.
        first.toHandle().destroyForcibly();
        publish(UNITS / 3, 2 * UNITS / 3);
        assertThat(first.waitFor()).as("killed").isEqualTo(128 + 9);
        final Process again = gateway("gw1", source1, filter);
        publish(2 * UNITS / 3, UNITS);
        await("all units are on Kafka, from whomever has to bring them")
                .atMost(Duration.ofSeconds(60))
                .until(() -> units(events(), isShared) == (isShared ? UNITS : 2 * UNITS));
        end(again);
        end(second);
        return events();
    }

    /** Different units; where both hear all, those of each gateway for itself. */
    private static long units(final List<Event> events, final boolean isShared) {
        return events.stream()
                .filter(event -> event.fact() instanceof Fact.CountReport)
                .map(event -> (isShared ? "" : event.head().gateway() + " ")
                        + event.head().sourceEventId())
                .distinct()
                .count();
    }

    private Process gateway(final String id, final String source, final String filter) throws IOException {
        final Process child = ChildJvm.start(
                GatewayChild.class,
                id,
                folder.resolve(id + machine.replace('/', '-')).toString(),
                String.valueOf(broker.port()),
                kafka.bootstrap(),
                source,
                filter,
                machine);
        children.add(child);
        final BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("ready")) {
                return child;
            }
        }
        throw new AssertionError("the gateway " + id + " has ended");
    }

    private static void end(final Process gateway) throws IOException, InterruptedException {
        gateway.getOutputStream().close();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isZero();
    }

    private void publish(final int from, final int to) {
        final long nowMs = Instant.now().toEpochMilli();
        broker.publish(IntStream.range(from, to)
                .mapToObj(unit -> Broker.message(
                        "millrace/v1/" + machine + "/count",
                        "{\"id\":\"" + unit + "\",\"time\":" + nowMs + ",\"measure\":\"good\",\"quantity\":1}"))
                .toArray(Mqtt5Publish[]::new));
    }

    private List<Event> events() {
        return TopicReader.events(kafka.bootstrap(), "millrace.events").stream()
                .filter(event -> event.head().machine().equals(machine))
                .toList();
    }

    private static long reports(final List<Event> events) {
        return events.stream()
                .filter(event -> event.fact() instanceof Fact.CountReport)
                .count();
    }

    private static Downstream downstream(final List<Event> events) {
        final Downstream downstream = new Downstream();
        events.forEach(downstream::apply);
        return downstream;
    }
}
