package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpcUaSecurityTest extends SourceRig {
    @Test
    void shouldRefuseAServerThatIsNotTrustedUntilItIs() throws Exception {
        source = new OpcUaSource(config(server.url()), context(0));
        server.trust(
                ClientIdentity.loadOrCreate(pki, "urn:millrace:gateway:opc").certificate());
        source.start();

        await().until(() -> source.fault().contains("not trusted"));
        final Path rejected = onlyFile(pki.resolve("rejected/certs"));
        assertThat(source.fault())
                .contains(rejected.toString(), pki.resolve("trusted/certs").toString());
        assertThat(inlet.events).isEmpty();

        Files.move(rejected, pki.resolve("trusted/certs").resolve(rejected.getFileName()));
        await().until(source::isReady);
    }

    @Test
    void shouldNameAWrongPasswordAndKeepTrying() throws Exception {
        trustEachOther();
        source = new OpcUaSource(config(server.url()).withUser(SmallServer.USER, "guess"), context(0));
        source.start();

        await().untilAsserted(() ->
                assertThat(source.fault()).contains("refuses user 'gateway'", "check user name and password"));
        assertThat(source.fault()).doesNotContain("guess");
        assertThat(source.isReady()).isFalse();

        server.acceptPassword("guess");
        await().until(source::isReady);
    }

    @Test
    void shouldSayWhenTheServerDoesNotTrustUs() throws Exception {
        Files.createDirectories(pki.resolve("trusted/certs"));
        Files.write(
                pki.resolve("trusted/certs/server.der"), server.certificate().getEncoded());
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();

        await().untilAsserted(() -> assertThat(source.fault())
                .contains("does not accept our certificate", pki.resolve("own").toString()));
    }

    @Test
    void shouldNeverFallBackToNoSecurity() throws Exception {
        final int openPort = freePort();
        try (SmallServer open = new SmallServer(serverFolder, openPort, false)) {
            open.start();
            source = new OpcUaSource(config(open.url()), context(0));
            source.start();

            await().untilAsserted(() -> assertThat(source.fault())
                    .contains("Basic256Sha256 SignAndEncrypt is not offered", "which has None"));
            assertThat(inlet.events).isEmpty();
        }
    }

    private static Path onlyFile(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
