package io.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.tls.TestAuthority;
import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import io.millrace.perf.wire.PlantCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the certificate that the simulated plant makes for itself, in the forms that files come in. */
@Timeout(60)
class HttpTlsTest {
    private static final String PASSWORD = "plant";
    private static final String TOKEN = "a-token-of-this-test";
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path pki;

    @TempDir
    private Path folder;

    private static X509Certificate certificate;

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException {
        certificate = write("own");
        write("other");
    }

    private static X509Certificate write(final String name) throws IOException, GeneralSecurityException {
        final X509Certificate made =
                PlantCertificates.open(pki.resolve(name), "urn:millrace:test").certificate();
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(pki.resolve(name).resolve("plant.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        final byte[] key = Objects.requireNonNull(store.getKey("plant", PASSWORD.toCharArray()))
                .getEncoded();
        Files.writeString(pki.resolve(name + ".pem"), pem("CERTIFICATE", made.getEncoded()));
        Files.writeString(pki.resolve(name + ".key"), pem("PRIVATE KEY", key));
        return made;
    }

    @Test
    void shouldServeWithPemFiles() {
        shouldServeOnlyByTls(new TlsIdentity(pki.resolve("own.pem"), pki.resolve("own.key"), null));
    }

    @Test
    void shouldServeWithAPkcs12File() {
        shouldServeOnlyByTls(new TlsIdentity(pki.resolve("own/plant.p12"), null, PASSWORD));
    }

    private void shouldServeOnlyByTls(final TlsIdentity identity) {
        final HttpConfig config = new HttpConfig("web", "127.0.0.1", 0, TOKEN, identity, null, 10_000, 8);
        try (Door door = new Door(folder, config, LONG, client(trusting())).journalling()) {
            final String body = "{\"machine\":\"" + Door.MACHINE + "\",\"kind\":\"state\",\"state\":6}";
            assertThat(door.answer(door.post(body).header("Authorization", "Bearer " + TOKEN))
                            .statusCode())
                    .isEqualTo(202);
            assertThat(door.answer(door.post(body)).statusCode()).isEqualTo(401);
            assertThat(door.journalled()).hasSize(1);

            assertThatThrownBy(() -> client(null)
                            .sendAsync(door.post(body).build(), BodyHandlers.ofString())
                            .get(30, TimeUnit.SECONDS))
                    .as("one who does not know the certificate")
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void shouldTakeOnlySendersWithACertificateOfThePlant() throws IOException, GeneralSecurityException {
        final TestAuthority plant = new TestAuthority(folder.resolve("plant"));
        final TestAuthority stranger = new TestAuthority(folder.resolve("stranger"));
        final TlsIdentity own = plant.issue("server", "127.0.0.1").asPem();
        final HttpConfig config = new HttpConfig("web", "127.0.0.1", 0, null, own, plant.issuers(), 10_000, 8);
        final String body = "{\"machine\":\"" + Door.MACHINE + "\",\"kind\":\"state\",\"state\":6}";
        final HttpClient known = client(showing(plant, plant.issue("mes", "mes").asStore()));
        try (Door door = new Door(folder, config, LONG, known).journalling()) {
            assertThat(door.answer(door.post(body)).statusCode()).isEqualTo(202);

            for (final TlsIdentity other :
                    Arrays.asList(null, stranger.issue("mes", "mes").asPem())) {
                assertThatThrownBy(() -> client(showing(plant, other))
                                .sendAsync(door.post(body).build(), BodyHandlers.ofString())
                                .get(30, TimeUnit.SECONDS))
                        .as("one who shows %s", other)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IOException.class);
            }
            assertThat(door.journalled()).hasSize(1);
        }
    }

    private static SSLContext showing(final TestAuthority server, final @Nullable TlsIdentity own)
            throws IOException, GeneralSecurityException {
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own == null ? null : own.keys().getKeyManagers(),
                server.issuers().trust().getTrustManagers(),
                null);
        return context;
    }

    @Test
    void shouldNameWhatIsWrongWithTheFiles() throws IOException {
        final Path own = pki.resolve("own.pem");
        Files.writeString(pki.resolve("empty.pem"), "");
        assertThatThrownBy(() -> new TlsIdentity(own, pki.resolve("other.key"), null).keys())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to another certificate");
        assertThatThrownBy(() -> new TlsIdentity(own, own, null).keys())
                .hasMessageContaining("there is no private key");
        assertThatThrownBy(() -> new TlsIdentity(pki.resolve("empty.pem"), pki.resolve("own.key"), null).keys())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> new TlsIdentity(own, null, null).keys())
                .hasMessageContaining("a PEM certificate needs its key beside it");
        assertThatThrownBy(() -> new TlsIdentity(pki.resolve("own/plant.p12"), null, "wrong").keys())
                .hasMessageContaining("check path and password");
    }

    @Test
    void shouldNotListenOpenly() {
        final TlsIdentity identity = new TlsIdentity(pki.resolve("own.pem"), pki.resolve("own.key"), "secret");
        assertThatThrownBy(() -> new HttpConfig("web", "0.0.0.0", 0, TOKEN, null, null, 1_000, 8))
                .hasMessageContaining("give TLS and a token");
        assertThatThrownBy(() -> new HttpConfig("web", "gateway", 0, null, identity, null, 1_000, 8))
                .hasMessageContaining("give TLS and a token");
        assertThatThrownBy(() -> new HttpConfig(
                        "web", "127.0.0.1", 0, null, null, new TrustedIssuers(Path.of("ca.pem")), 1_000, 8))
                .hasMessageContaining("clients without TLS");
        assertThat(new HttpConfig("web", "0.0.0.0", 0, null, identity, new TrustedIssuers(Path.of("ca.pem")), 1_000, 8))
                .as("certificates do for a token")
                .isNotNull();
        assertThat(new HttpConfig("web", "0.0.0.0", 0, TOKEN, identity, null, 1_000, 8).toString())
                .doesNotContain(TOKEN)
                .doesNotContain("secret");
    }

    private static HttpClient client(final @Nullable SSLContext context) {
        return context == null
                ? HttpClient.newHttpClient()
                : HttpClient.newBuilder().sslContext(context).build();
    }

    private static SSLContext trusting() {
        try {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("own", certificate);
            final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (final IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(final String type, final byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
