package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in both versions of the protocol, and with each quality of service. */
class MqttVersionsTest {
    private static final AtomicInteger TESTS = new AtomicInteger();

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
    void nameMachine() {
        machine = "acme/berlin/pack/line3/m" + TESTS.incrementAndGet();
        counts = "millrace/v1/" + machine + "/count";
    }

    @AfterEach
    void closeSources() {
        sources.forEach(MqttJsonSource::close);
    }

    @ParameterizedTest
    @CsvSource({"V3_1_1, AT_LEAST_ONCE", "V3_1_1, EXACTLY_ONCE", "V5, EXACTLY_ONCE"})
    void shouldHaveOnlyDurableMessagesAcknowledged(final MqttVersion version, final MqttQos qos) throws IOException {
        open(new Gateway(), version, qos).close();
        Broker.publishTo(broker.port(), withQos(qos, Broker.counts(counts, 0, 5)));
        final Gateway crashing = new Gateway().holding();
        try (Wire wire = new Wire(broker.port())) {
            final MqttJsonSource source = open(crashing, config(version, qos, wire.port()));
            Bounded.await("five", crashing::seen, () -> crashing.ids().size() == 5);
            wire.cut();
            source.close();
        }

        final Gateway next = new Gateway();
        open(next, version, qos);
        Bounded.await("five again", next::seen, () -> next.ids().size() == 5);
        assertThat(next.ids()).containsExactly("0", "1", "2", "3", "4");
    }

    /** Another gateway has the same client id: it gets what is owed, then the first takes the session back, and so on. */
    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhenAnotherTakesTheSession(final MqttVersion version) {
        open(new Gateway(), version, MqttQos.AT_LEAST_ONCE).close();
        Broker.publishTo(broker.port(), Broker.counts(counts, 0, 20));
        final Gateway first = new Gateway().holding();
        final MqttJsonSource robbed = open(first, version, MqttQos.AT_LEAST_ONCE);
        Bounded.await("some in flight", first::seen, () -> !first.ids().isEmpty());

        final Gateway second = new Gateway();
        final MqttJsonSource robber = source(second, config(version, MqttQos.AT_LEAST_ONCE, broker.port()));
        robber.start();
        Bounded.await("taken over", second::seen, () -> !second.ids().isEmpty());
        Bounded.await("noticed", first::seen, () -> !robbed.isReady() || robbed.reconnects() > 0);
        robber.close();
        first.release();
        Broker.publishTo(broker.port(), Broker.counts(counts, 20, 40));

        Bounded.await("the last", first::seen, () -> first.ids().contains("39"));
        final List<String> both = new ArrayList<>(first.ids());
        both.addAll(second.ids());
        assertThat(both.stream().distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 40));
        assertThat(both).as("what was in flight came to the second as well").hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHearByQos0WhatIsSaidAgain(final MqttVersion version) {
        final Gateway gateway = new Gateway();
        open(
                gateway,
                new MqttJsonConfig(
                        "mes",
                        access(version, broker.port()),
                        machine,
                        List.of("millrace/v1/" + machine + "/state"),
                        MqttQos.AT_MOST_ONCE,
                        3_600,
                        100,
                        List.of(),
                        JsonLimits.DEFAULT));

        final String states = "millrace/v1/" + machine + "/state";
        Broker.publishTo(
                broker.port(), Broker.message(states, "{\"state\":6}"), Broker.message(states, "{\"state\":\"HELD\"}"));

        Bounded.await("both", gateway::seen, () -> gateway.events().size() == 2);
        assertThat(sources).allSatisfy(source -> assertThat(source.reconnects()).isZero());
    }

    /** A broker of 3.1.1 sends what is retained at every subscribing. */
    @Test
    void shouldNotHearRetainedMessagesAgainAtEachConnection() throws IOException {
        final String states = "millrace/v1/" + machine + "/state";
        Broker.publishTo(
                broker.port(),
                Broker.message(states, "{\"state\":6}").extend().retain(true).build());
        final Gateway gateway = new Gateway();
        try (Wire wire = new Wire(broker.port())) {
            final MqttJsonSource source = open(gateway, config(MqttVersion.V3_1_1, MqttQos.AT_LEAST_ONCE, wire.port()));
            Bounded.await("retained", gateway::seen, () -> gateway.events().size() == 1);
            // Otherwise the broker owes it, retained or not.
            Bounded.await("acknowledged", gateway::seen, wire::hasPassedAcknowledgement);
            wire.breakAll();
            Bounded.await("reconnected", gateway::seen, () -> source.reconnects() == 1 && source.isReady());
            Broker.publishTo(broker.port(), Broker.counts(counts, 0, 1));
            Bounded.await("marker", gateway::seen, () -> gateway.ids().contains("0"));
        }
        assertThat(gateway.events()).hasSize(2);
    }

    @Test
    void shouldCarryTheCorrelationDataWhereThereIsNoTrace() {
        final Gateway gateway = new Gateway();
        open(gateway, MqttVersion.V5, MqttQos.AT_LEAST_ONCE);

        Broker.publishTo(broker.port(), correlated("job-77".getBytes(StandardCharsets.UTF_8)), correlated(new byte[] {
            (byte) 0xff, 0, 1
        }));

        Bounded.await("both", gateway::seen, () -> gateway.events().size() == 2);
        assertThat(gateway.events())
                .extracting(event -> event.head().correlationId())
                .containsExactly("job-77", "ff0001");
    }

    private Mqtt5Publish correlated(final byte[] data) {
        return Broker.message("millrace/v1/" + machine + "/state", "{\"state\":6}")
                .extend()
                .correlationData(data)
                .build();
    }

    /** Otherwise it would come again for ever, and nothing behind it would be acknowledged. */
    @Test
    void shouldKeepAMessageThatTheRingCanNeverHoldAsALetter() {
        final Gateway gateway = new Gateway().takingAtMost(3);
        final MqttJsonSource source = open(gateway, MqttVersion.V5, MqttQos.AT_LEAST_ONCE);
        final String one = "{\"id\":\"a\",\"time\":1767225600000,\"measure\":\"good\",\"quantity\":1}";

        Broker.publishTo(broker.port(), Broker.message(counts, "[" + (one + ",").repeat(3) + one + "]"));
        Broker.publishTo(broker.port(), Broker.counts(counts, 0, 1));

        Bounded.await("next", gateway::seen, () -> gateway.ids().contains("0"));
        assertThat(gateway.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(letter.detail()).contains("4 events").contains("send smaller messages");
        });
        assertThat(source.reconnects()).isZero();
    }

    @Test
    void shouldAcknowledgeWhatNoMappingSpeaksFor() {
        final Gateway gateway = new Gateway();
        final MqttJsonSource source = open(
                gateway,
                MqttJsonConfig.of(
                        "mes",
                        access(MqttVersion.V5, broker.port()),
                        machine,
                        List.of(machine + "/tags"),
                        List.of(new ForeignMapping(
                                machine + "/tags",
                                machine,
                                JsonKind.COUNTER,
                                Map.of("measure", "=good", "value", "/good"),
                                new Selection("", Map.of("/good", ".*")),
                                Dialect.USUAL))));

        Broker.publishTo(
                broker.port(),
                Broker.message(machine + "/tags", "{\"temperature\":80}"),
                Broker.message(machine + "/tags", "{\"good\":7}"));

        Bounded.await("the second", gateway::seen, () -> gateway.events().size() == 1);
        assertThat(source.passedOver()).isEqualTo(1);
        assertThat(gateway.letters()).isEmpty();
    }

    private MqttJsonSource open(final Gateway gateway, final MqttVersion version, final MqttQos qos) {
        return open(gateway, config(version, qos, broker.port()));
    }

    private MqttJsonSource open(final Gateway gateway, final MqttJsonConfig config) {
        final MqttJsonSource source = source(gateway, config);
        source.start();
        Bounded.await("ready", gateway::seen, source::isReady);
        return source;
    }

    private MqttJsonSource source(final Gateway gateway, final MqttJsonConfig config) {
        final MqttJsonSource source = new MqttJsonSource(
                config,
                new SourceContext("gw", "mes", () -> 1_767_225_600_000_000_000L, gateway, Set.of(machine), 0),
                300);
        sources.add(source);
        return source;
    }

    private MqttJsonConfig config(final MqttVersion version, final MqttQos qos, final int port) {
        return new MqttJsonConfig(
                "mes",
                access(version, port),
                machine,
                List.of("millrace/v1/" + machine + "/#"),
                qos,
                3_600,
                MqttJsonConfig.DEFAULT_RECEIVE_MAXIMUM,
                List.of(),
                JsonLimits.DEFAULT);
    }

    private static MqttAccess access(final MqttVersion version, final int port) {
        return new MqttAccess("127.0.0.1", port, version, null, null, null);
    }

    private static Mqtt5Publish[] withQos(final MqttQos qos, final Mqtt5Publish... messages) {
        return Arrays.stream(messages)
                .map(message -> message.extend().qos(qos).build())
                .toArray(Mqtt5Publish[]::new);
    }

    private static List<String> ids(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
