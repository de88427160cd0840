package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Fact.CounterReading;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.sparkplug.HostConnection.ConnectFailedException;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TestAuthority;
import io.millrace.ingest.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is for localhost, and wants to see a certificate of the plant's authority. */
class HostTlsTest extends HostRig {
    @TempDir
    static Path folder;

    private static TestAuthority plant;

    @BeforeAll
    static void listenByTls() throws IOException {
        plant = new TestAuthority(folder.resolve("plant"));
        broker.stop();
        broker.listenByTls(plant.issue("broker", "localhost").store(), plant.trustStore());
        broker.start();
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldBeAHostByTls(final MqttVersion protocol) throws Exception {
        startEdge(1);
        startHost(
                config(
                        protocol,
                        new MqttServer(
                                "localhost",
                                broker.tlsPort(),
                                new ClientTls(
                                        plant.issuers(),
                                        plant.issue("gateway-" + protocol, "gateway")
                                                .asStore()))),
                CLOCK,
                0);
        until(host::isReady);
        edge.count();

        until(() -> inlet.facts(CounterReading.class).size() == 2);
    }

    @Test
    void shouldNotShowItselfToAServerOfAnotherAuthority() throws IOException {
        final TestAuthority stranger = new TestAuthority(folder.resolve("stranger"));
        assertThat(refusal(
                        "localhost",
                        new ClientTls(
                                stranger.issuers(),
                                plant.issue("gw1", "gateway").asPem())))
                .contains("certification path");
    }

    @Test
    void shouldNotConnectToAServerWhoseCertificateIsForAnotherHost() throws IOException {
        assertThat(refusal(
                        "127.0.0.1",
                        new ClientTls(
                                plant.issuers(), plant.issue("gw2", "gateway").asPem())))
                .contains("127.0.0.1");
    }

    @Test
    void shouldBeRefusedWithoutACertificate() {
        assertThat(refusal("localhost", new ClientTls(plant.issuers(), null)))
                .contains("did not take connect")
                .contains("certificates right?");
    }

    @Test
    void shouldNotTrustTheJvmsAuthoritiesLessOrMoreThanTheyAre() {
        assertThat(refusal("localhost", ClientTls.DEFAULT)).contains("certification path");
    }

    @Test
    void shouldNameAFileThatWentAway() {
        assertThat(refusal(
                        "localhost",
                        new ClientTls(plant.issuers(), new TlsIdentity(folder.resolve("gone.pem"), folder, null))))
                .contains("gone.pem");
    }

    private @Nullable String refusal(final String host, final ClientTls tls) {
        final MqttServer server = new MqttServer(host, broker.tlsPort(), tls);
        try {
            new HostConnection(
                            config(MqttVersion.V5, server),
                            server,
                            1,
                            task -> new Thread(task).start(),
                            new HostConnection.Listener() {
                                @Override
                                public void onOpened(final HostConnection connection) {}

                                @Override
                                public void onPublish(
                                        final HostConnection connection,
                                        final String topic,
                                        final byte[] payload,
                                        final boolean isRetained) {}

                                @Override
                                public void onLost(final HostConnection connection) {}
                            })
                    .open();
            return "it connected";
        } catch (final ConnectFailedException refused) {
            return refused.getMessage();
        }
    }
}
