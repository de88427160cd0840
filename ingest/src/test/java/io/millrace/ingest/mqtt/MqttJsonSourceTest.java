package io.millrace.ingest.mqtt;

import static io.millrace.ingest.mqtt.Broker.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a session and a machine of its own on one broker. */
class MqttJsonSourceTest {
    @TempDir
    static Path folder;

    private static Broker broker;

    private final List<MqttJsonSource> sources = new ArrayList<>();
    private String machine = "";
    private String counts = "";

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new Broker(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameMachine(final TestInfo test) {
        machine = "acme/berlin/pack/line3/" + test.getTestMethod().orElseThrow().getName();
        counts = "millrace/v1/" + machine + "/count";
    }

    @AfterEach
    void closeSources() {
        sources.forEach(MqttJsonSource::close);
    }

    @Test
    void shouldAcknowledgeOnlyWhatIsDurable() throws IOException {
        openSession();
        broker.publishCounts(counts, 0, 5);
        final Gateway crashing = new Gateway().holding();
        try (Wire wire = new Wire(broker.port())) {
            final MqttJsonSource source = ready(crashing, wire.port());
            awaitIds(crashing, 5);
            wire.cut();
            source.close();
        }

        final Gateway next = new Gateway();
        final MqttJsonSource source = ready(next, broker.port());
        awaitIds(next, 5);
        assertThat(next.ids()).containsExactly("0", "1", "2", "3", "4");
        source.close();

        assertThat(stillOwed()).as("acknowledged once durable").isEmpty();
    }

    /** The same crash with a gateway that says "durable" before it is: this is what the late acknowledgement is for. */
    @Test
    void shouldLoseWhatIsAcknowledgedBeforeItIsDurable() {
        final Gateway forgetful = new Gateway();
        final MqttJsonSource source = ready(forgetful, broker.port());
        broker.publishCounts(counts, 0, 5);
        awaitIds(forgetful, 5);
        source.close();

        assertThat(stillOwed()).as("nothing is left for the next gateway").isEmpty();
    }

    @Test
    void shouldNotAcknowledgeWhileClosing() {
        openSession();
        broker.publishCounts(counts, 0, 3);
        final Gateway crashing = new Gateway().holding();
        final MqttJsonSource source = ready(crashing, broker.port());
        awaitIds(crashing, 3);
        source.close();
        crashing.release();

        assertThat(stillOwed()).containsExactly("0", "1", "2");
    }

    @Test
    void shouldTakeUpTheSessionWhenTheWireBreaks() throws IOException {
        openSession();
        broker.publishCounts(counts, 0, 3);
        final Gateway gateway = new Gateway().holding();
        try (Wire wire = new Wire(broker.port())) {
            final MqttJsonSource source = ready(gateway, wire.port());
            awaitIds(gateway, 3);
            wire.breakAll();
            Bounded.await("reconnected", gateway::seen, () -> source.reconnects() == 1 && source.isReady());
            // Acknowledgements for the connection that is gone must neither fail nor confuse the new one.
            gateway.release();
            broker.publishCounts(counts, 3, 20);

            Bounded.await("all", gateway::seen, () -> gateway.ids().contains("19"));
            assertThat(gateway.ids().stream().distinct()).containsExactlyElementsOf(ids(0, 20));
            assertThat(gateway.ids())
                    .as("those not acknowledged came again")
                    .contains("0", "1", "2")
                    .hasSize(23);
            source.close();
        }

        assertThat(stillOwed()).isEmpty();
    }

    @Test
    void shouldLoseNothingWhileThereIsNoRoom() {
        final Gateway gateway = new Gateway().full(true);
        final MqttJsonSource source = ready(gateway, broker.port());
        broker.publishCounts(counts, 0, 200);
        Bounded.await("turned away", gateway::seen, () -> gateway.refusals() > 100);
        assertThat(gateway.ids()).isEmpty();
        assertThat(source.messages()).isZero();

        gateway.full(false);

        awaitIds(gateway, 200);
        assertThat(gateway.ids()).containsExactlyElementsOf(ids(0, 200));
        assertThat(source.reconnects()).isZero();
        assertThat(source.events()).isEqualTo(200);
    }

    @Test
    void shouldDropOnlyWhatTheBrokerDoesNotOweWhileThereIsNoRoom() {
        final Gateway gateway = new Gateway().full(true);
        final MqttJsonSource source = ready(gateway, broker.port());
        final Mqtt5Publish[] unowed = Arrays.stream(Broker.counts(counts, 1_000, 1_300))
                .map(message -> message.extend().qos(MqttQos.AT_MOST_ONCE).build())
                .toArray(Mqtt5Publish[]::new);
        Bounded.await("no room for more", gateway::seen, () -> {
            Broker.publishTo(broker.port(), unowed);
            return source.dropped() > 0;
        });
        broker.publishCounts(counts, 0, 5);

        gateway.full(false);

        Bounded.await("what is owed", gateway::seen, () -> gateway.ids().contains("4"));
        assertThat(gateway.ids()).containsAll(ids(0, 5));
        assertThat(gateway.ids().stream().filter(id -> id.length() == 4))
                .hasSizeGreaterThanOrEqualTo(MqttJsonConfig.DEFAULT_RECEIVE_MAXIMUM);
        assertThat(source.reconnects()).isZero();
    }

    @Test
    void shouldLoseNothingWhenTheGatewayRefusesInDoubt() {
        final Gateway gateway = new Gateway().failing(1);
        final MqttJsonSource source = ready(gateway, broker.port());

        broker.publishCounts(counts, 0, 20);

        awaitIds(gateway, 20);
        assertThat(gateway.ids()).containsExactlyElementsOf(ids(0, 20));
        Bounded.await("reconnected", gateway::seen, () -> source.reconnects() == 1);
    }

    @Test
    void shouldAcknowledgeAMixedMessageOnlyWhenBothPartsAreDurable() {
        final String mixed = "[{\"id\":\"a\",\"time\":1767225600000,\"measure\":\"good\",\"quantity\":1},{}]";
        final Gateway crashing = new Gateway().holdingLetters();
        final MqttJsonSource source = ready(crashing, broker.port());
        broker.publish(message(counts, mixed));
        Bounded.await("letter", crashing::seen, () -> crashing.letters().size() == 1);
        source.close();

        final Gateway next = new Gateway();
        final MqttJsonSource again = ready(next, broker.port());
        Bounded.await(
                "both again",
                next::seen,
                () -> next.letters().size() == 1 && next.ids().size() == 1);
        again.close();
        assertThat(next.letters().get(0).reason()).isEqualTo(Reason.NO_EVENT_ID);
        assertThat(stillOwed()).isEmpty();
    }

    @Test
    void shouldGoOnBehindWhatItCannotRead() {
        final Gateway gateway = new Gateway();
        final MqttJsonSource source = ready(gateway, broker.port());

        broker.publish(message(counts, "no json"), message(counts, ""), message(counts + "/x", "{}"));
        broker.publishCounts(counts, 0, 1);

        awaitIds(gateway, 1);
        assertThat(gateway.letters().stream().map(letter -> letter.reason()))
                .containsExactly(Reason.UNDECODABLE, Reason.UNDECODABLE, Reason.NOT_MAPPED);
        Bounded.await("counted", source::messages, () -> source.messages() == 4);
        assertThat(source.deadLetters()).isEqualTo(3);
        assertThat(source.events()).isEqualTo(1);
    }

    @Test
    void shouldCarryTheTraceOfTheMessage() {
        final String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        final Gateway gateway = new Gateway();
        ready(gateway, broker.port());

        broker.publish(message("millrace/v1/" + machine + "/state", "{\"state\":6}")
                .extend()
                .userProperties()
                .add("traceparent", trace)
                .applyUserProperties()
                .build());

        awaitIds(gateway, 1);
        assertThat(gateway.events().get(0).head().correlationId()).isEqualTo(trace);
    }

    @Test
    void shouldShareASubscription() {
        final Gateway gateway = new Gateway();
        final String shared = "$share/gateways/millrace/v1/" + machine + "/#";
        open(gateway, config("shared-1", broker.port(), shared));
        open(gateway, config("shared-2", broker.port(), shared));

        broker.publishCounts(counts, 0, 50);

        awaitIds(gateway, 50);
        assertThat(gateway.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 50));
    }

    @Test
    void shouldLoseNothingWhenTheBrokerRestarts() throws IOException {
        openSession();
        broker.publishCounts(counts, 0, 30);
        final Gateway gateway = new Gateway().holding();
        final MqttJsonSource source = ready(gateway, broker.port());
        Bounded.await("first in flight", gateway::seen, () -> !gateway.ids().isEmpty());

        broker.stop();
        Bounded.await("noticed", gateway::seen, () -> !source.isReady());
        final MqttJsonSource early = source(new Gateway(), config("early", broker.port(), "millrace/v1/early/#"));
        early.start();
        gateway.release();
        broker.restart();
        broker.publishCounts(counts, 30, 60);

        Bounded.await(
                "all", gateway::seen, () -> gateway.ids().stream().distinct().count() == 60);
        assertThat(gateway.ids().stream().distinct()).containsExactlyElementsOf(ids(0, 60));
        // The session's messages come before the subscription is confirmed.
        Bounded.await("reconnected", gateway::seen, () -> source.reconnects() > 0);
        Bounded.await("one that started before the broker", () -> "", early::isReady);
        assertThat(early.reconnects()).isZero();
    }

    @Test
    void shouldSubscribeAnewWhenTheBrokerHasLostTheSession() throws IOException {
        final Gateway gateway = new Gateway();
        final MqttJsonSource source = ready(gateway, broker.port());
        broker.stop();
        broker.restartWithoutSessions();
        Bounded.await("reconnected", gateway::seen, () -> source.reconnects() > 0 && source.isReady());

        broker.publishCounts(counts, 0, 3);

        awaitIds(gateway, 3);
    }

    /** What the session's next client still gets; all of it, since a marker behind it is awaited. */
    private List<String> stillOwed() {
        broker.publishCounts(counts, 999, 1_000);
        final Gateway next = new Gateway();
        final MqttJsonSource source = ready(next, broker.port());
        Bounded.await("marker", next::seen, () -> next.ids().contains("999"));
        source.close();
        return next.ids().stream().filter(id -> !id.equals("999")).toList();
    }

    /** Leaves a session behind, for which the broker keeps what comes: it then sends it in one go, not one by one. */
    private void openSession() {
        ready(new Gateway(), broker.port()).close();
    }

    private MqttJsonSource ready(final Gateway gateway, final int port) {
        return open(gateway, config(machine, port, "millrace/v1/" + machine + "/#"));
    }

    private MqttJsonSource open(final Gateway gateway, final MqttJsonConfig config) {
        final MqttJsonSource source = source(gateway, config);
        source.start();
        Bounded.await("ready", gateway::seen, source::isReady);
        return source;
    }

    private MqttJsonSource source(final Gateway gateway, final MqttJsonConfig config) {
        final SourceContext context =
                new SourceContext("gw", config.name(), () -> 1_767_225_600_000_000_000L, gateway, Set.of(machine), 0);
        final MqttJsonSource source = new MqttJsonSource(config, context, 300);
        sources.add(source);
        return source;
    }

    private static MqttJsonConfig config(final String session, final int port, final String topic) {
        return config(session, port, topic, MqttJsonConfig.DEFAULT_RECEIVE_MAXIMUM);
    }

    private static MqttJsonConfig config(
            final String session, final int port, final String topic, final int receiveMaximum) {
        return new MqttJsonConfig(
                "mes",
                MqttAccess.open("127.0.0.1", port),
                session,
                List.of(topic),
                MqttQos.AT_LEAST_ONCE,
                3_600,
                receiveMaximum,
                List.of(),
                JsonLimits.DEFAULT);
    }

    /** With the limit kept it would come back to the same messages, and end the connection over them, for ever. */
    @Test
    void shouldAllowABrokerThatSendsTooMuchAtOnceAllThereIs() throws IOException {
        final List<byte[]> owed = Arrays.stream(Broker.counts(counts, 0, 5))
                .map(Mqtt5Publish::getPayloadAsBytes)
                .toList();
        final Gateway gateway = new Gateway().holding();
        try (GreedyBroker greedy = new GreedyBroker(counts, owed);
                SourceLog log = new SourceLog()) {
            source(gateway, config(machine, greedy.port(), "millrace/v1/" + machine + "/#", 2))
                    .start();

            Bounded.await("all five on one connection", gateway::seen, () -> gateway.ids()
                    .containsAll(ids(0, 5)));
            assertThat(greedy.allowed()).startsWith(2, 65_535).endsWith(65_535);
            assertThat(log.lines()).anyMatch(line -> line.contains("receive-maximum 2"));
        }
    }

    private static void awaitIds(final Gateway gateway, final int count) {
        Bounded.await(count + " events", gateway::seen, () -> gateway.ids().size() >= count);
    }

    private static List<String> ids(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
