package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the broker that most plants have. */
class MosquittoTest {
    private static final String MACHINE = "acme/berlin/pack/line3/m1";
    private static final String COUNTS = "millrace/v1/" + MACHINE + "/count";

    @TempDir
    private Path folder;

    private final List<MqttJsonSource> sources = new ArrayList<>();

    @BeforeAll
    static void requireMosquitto() {
        Mosquitto.require();
    }

    @AfterEach
    void closeSources() {
        sources.forEach(MqttJsonSource::close);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhenTheBrokerIsKilled(final MqttVersion version) throws IOException {
        try (Mosquitto broker = new Mosquitto(folder, Mosquitto.OPEN)) {
            openSession(broker, version);
            Broker.publishTo(broker.port(), Broker.counts(COUNTS, 0, 30));
            final Gateway gateway = new Gateway().holding();
            final MqttJsonSource source = source(gateway, access(broker, version), "millrace/v1/#");
            Bounded.await("some in flight", gateway::seen, () -> gateway.ids().size() >= 10);
            broker.save();
            final int before = gateway.ids().size();

            broker.kill();
            Bounded.await("noticed", gateway::seen, () -> !source.isReady());
            // For a connection that is gone: the broker hears of none of them.
            gateway.release();
            broker.restart();

            Bounded.await(
                    "again and the rest", gateway::seen, () -> gateway.ids().size() >= 30 + before);
            assertThat(gateway.ids().stream().distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 30));
            assertThat(gateway.events().stream()
                            .map(event -> event.head().sourceEventId() + " at "
                                    + event.head().sourceTimeNs())
                            .distinct())
                    .as("a repeat has the identity of what it repeats")
                    .hasSize(30);
        }
    }

    /** The same kill with a gateway that says "durable" before it is, and dies as well. */
    @Test
    void shouldLoseWhatWasAcknowledgedTooEarlyWhenTheBrokerIsKilled() throws IOException {
        try (Mosquitto broker = new Mosquitto(folder, Mosquitto.OPEN)) {
            openSession(broker, MqttVersion.V5);
            Broker.publishTo(broker.port(), Broker.counts(COUNTS, 0, 30));
            final Gateway forgetful = new Gateway();
            final MqttJsonSource source = source(forgetful, access(broker, MqttVersion.V5), "millrace/v1/#");
            Bounded.await("all", forgetful::seen, () -> forgetful.ids().size() == 30);
            source.close();
            broker.save();
            broker.kill();
            broker.restart();

            Broker.publishTo(broker.port(), Broker.counts(COUNTS, 999, 1_000));
            final Gateway next = new Gateway();
            source(next, access(broker, MqttVersion.V5), "millrace/v1/#");
            Bounded.await("marker", next::seen, () -> next.ids().contains("999"));
            assertThat(next.ids()).containsExactly("999");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShareTheWorkOfOneName(final MqttVersion version) throws IOException {
        try (Mosquitto broker = new Mosquitto(folder, Mosquitto.OPEN)) {
            final Gateway both = new Gateway();
            final MqttAccess access = access(broker, version);
            source(both, access, "$share/gateways/millrace/v1/#");
            open(both, access, "second", "$share/gateways/millrace/v1/#");

            Broker.publishTo(broker.port(), Broker.counts(COUNTS, 0, 50));

            Bounded.await("all", both::seen, () -> both.ids().size() >= 50);
            assertThat(both.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 50));
            assertThat(sources).as("each has some").allSatisfy(source -> assertThat(source.messages())
                    .isPositive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowUserNameAndPassword(final MqttVersion version) throws IOException {
        final Path passwords = Mosquitto.passwords(folder.resolve("users"), "gateway", "right");
        try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous false", "password_file " + passwords);
                SourceLog log = new SourceLog()) {
            source(new Gateway(), new MqttAccess("127.0.0.1", broker.port(), version, null, "gateway", "right"), "#");
            final MqttJsonSource refused = unready(
                    new Gateway(),
                    new MqttAccess("127.0.0.1", broker.port(), version, null, "gateway", "wrong"),
                    "second",
                    "#");
            Bounded.await("refused", log::lines, () -> log.contains("could not connect"));
            assertThat(refused.isReady()).isFalse();
            assertThat(log.contains("wrong")).isFalse();
        }
    }

    @Test
    void shouldShowItsCertificateByTheOlderProtocol() throws IOException {
        final TestAuthority plant = new TestAuthority(folder.resolve("plant"));
        final TestAuthority.Issued own = plant.issue("broker", "localhost");
        try (Mosquitto broker = new Mosquitto(
                folder,
                "allow_anonymous true",
                "cafile " + plant.issuers().file(),
                "certfile " + own.certificate(),
                "keyfile " + own.key(),
                "require_certificate true")) {
            final Gateway gateway = new Gateway();
            final ClientTls tls = new ClientTls(
                    plant.issuers(), plant.issue("gateway", "gateway").asPem());
            assertThat(source(gateway, tls(broker, tls), "#").isReady()).isTrue();
            final MqttJsonSource stranger =
                    unready(new Gateway(), tls(broker, new ClientTls(plant.issuers(), null)), "stranger", "#");
            try (SourceLog log = new SourceLog()) {
                Bounded.await(
                        "refused",
                        log::lines,
                        () -> log.contains("could not connect") || log.contains("lost the broker"));
            }
            assertThat(stranger.isReady()).isFalse();
        }
    }

    private static MqttAccess tls(final Mosquitto broker, final ClientTls tls) {
        return new MqttAccess("localhost", broker.port(), MqttVersion.V3_1_1, tls, null, null);
    }

    private static MqttAccess access(final Mosquitto broker, final MqttVersion version) {
        return new MqttAccess("127.0.0.1", broker.port(), version, null, null, null);
    }

    /** Leaves a session behind, for which the broker keeps what comes. */
    private void openSession(final Mosquitto broker, final MqttVersion version) {
        source(new Gateway(), access(broker, version), "millrace/v1/#").close();
    }

    private MqttJsonSource source(final Gateway gateway, final MqttAccess access, final String topic) {
        return open(gateway, access, "session", topic);
    }

    private MqttJsonSource open(
            final Gateway gateway, final MqttAccess access, final String session, final String topic) {
        final MqttJsonSource source = unready(gateway, access, session, topic);
        Bounded.await("ready", gateway::seen, source::isReady);
        return source;
    }

    private MqttJsonSource unready(
            final Gateway gateway, final MqttAccess access, final String session, final String topic) {
        final MqttJsonSource source = new MqttJsonSource(
                MqttJsonConfig.of("mes", access, session, List.of(topic), List.of()),
                new SourceContext("gw", "mes", () -> 1_767_225_600_000_000_000L, gateway, Set.of(MACHINE), 0),
                300);
        sources.add(source);
        source.start();
        return source;
    }

    private static List<String> ids(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
