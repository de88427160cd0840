package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TestAuthority;
import io.millrace.ingest.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is for localhost, and wants to see a certificate of the plant's authority. */
class MqttTlsTest {
    private static final String MACHINE = "acme/berlin/pack/line3/tls";

    @TempDir
    static Path folder;

    private static TestAuthority plant;
    private static TestAuthority stranger;
    private static Broker broker;

    @BeforeAll
    static void startBroker() throws IOException {
        plant = new TestAuthority(folder.resolve("plant"));
        stranger = new TestAuthority(folder.resolve("stranger"));
        broker = Broker.withTls(
                folder.resolve("broker"), plant.issue("broker", "localhost").store(), plant.trustStore());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldConnectWithPemFiles() throws IOException {
        shouldHear(plant.issue("gateway-pem", "gateway").asPem());
    }

    @Test
    void shouldConnectWithAPkcs12File() throws IOException {
        shouldHear(plant.issue("gateway-p12", "gateway").asStore());
    }

    private static void shouldHear(final TlsIdentity identity) {
        final Gateway gateway = new Gateway();
        try (MqttJsonSource source = started(gateway, "localhost", new ClientTls(plant.issuers(), identity))) {
            Bounded.await("ready", gateway::seen, source::isReady);
            broker.publishCounts("millrace/v1/" + MACHINE + "/count", 0, 3);
            Bounded.await("three events", gateway::seen, () -> gateway.ids().size() == 3);
        }
    }

    @Test
    void shouldNotShowItselfToABrokerOfAnotherAuthority() throws IOException {
        shouldNotConnect(
                "localhost",
                new ClientTls(
                        stranger.issuers(), plant.issue("gateway-1", "gateway").asPem()),
                "certification path");
    }

    @Test
    void shouldNotConnectToABrokerWhoseCertificateIsForAnotherHost() throws IOException {
        shouldNotConnect(
                "127.0.0.1",
                new ClientTls(
                        plant.issuers(), plant.issue("gateway-2", "gateway").asPem()),
                "127.0.0.1");
    }

    @Test
    void shouldBeRefusedWithoutACertificate() {
        shouldNotConnect("localhost", new ClientTls(plant.issuers(), null), "could not connect");
    }

    @Test
    void shouldNameAFileThatWentAway() {
        shouldNotConnect(
                "localhost",
                new ClientTls(plant.issuers(), new TlsIdentity(folder.resolve("gone.pem"), folder.resolve("k"), null)),
                "gone.pem");
    }

    private static void shouldNotConnect(final String host, final ClientTls tls, final String complaint) {
        try (SourceLog log = new SourceLog();
                MqttJsonSource source = started(new Gateway(), host, tls)) {
            Bounded.await(complaint, log::lines, () -> log.contains(complaint));
            assertThat(source.isReady()).isFalse();
        }
    }

    private static MqttJsonSource started(final Gateway gateway, final String host, final @Nullable ClientTls tls) {
        final MqttJsonConfig config = MqttJsonConfig.of(
                "mes",
                new MqttAccess(host, broker.tlsPort(), MqttVersion.V5, tls, null, null),
                "tls-gateway",
                List.of("millrace/v1/#"),
                List.of());
        final MqttJsonSource source = new MqttJsonSource(
                config,
                new SourceContext("gw", "mes", () -> 1_767_225_600_000_000_000L, gateway, Set.of(MACHINE), 0),
                300);
        source.start();
        return source;
    }
}
