package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        source = new OpcUaSource(
                config(server.url()).withUser(new OpcUaUser.Named(SmallServer.USER, "guess")), context(0));
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

    @ParameterizedTest
    @MethodSource("offers")
    void shouldTalkByExactlyWhatIsConfigured(final SmallServer.Offer offer) throws Exception {
        connect(config(server.url()).withSecurity(offer.security(), offer.policy()), 0);

        assertThat(server.chosen()).isEqualTo(offer);
        server.set("press1/Good", 101L, T0_MS + 1);
        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, false, 101_000)));
    }

    @ParameterizedTest
    @EnumSource(OpcUaConfig.Policy.class)
    void shouldKnowItselfByAUsersCertificate(final OpcUaConfig.Policy policy) throws Exception {
        final KeyPair keys = TestAuthority.newKeys();
        final X509Certificate certificate = new TestAuthority().user(keys);
        final OpcUaUser user = new OpcUaUser.Certified(
                TestAuthority.pem(pki.resolve("user.pem"), certificate),
                TestAuthority.pem(pki.resolve("user.key"), keys.getPrivate()));
        trustEachOther();
        source = new OpcUaSource(
                config(server.url())
                        .withSecurity(OpcUaConfig.Security.SIGN_AND_ENCRYPT, policy)
                        .withUser(user),
                context(0));
        source.start();
        await("nobody the server knows")
                .untilAsserted(() -> assertThat(source.fault()).contains("refuses the user's certificate", "user.pem"));
        assertThat(inlet.events).isEmpty();

        server.acceptUser(certificate);

        await().until(source::isReady);
        assertThat(server.chosen().policy()).isEqualTo(policy);
    }

    @ParameterizedTest
    @MethodSource("offers")
    void shouldTakeNothingElseForWhatIsNotOffered(final SmallServer.Offer offer) throws Exception {
        server.close();
        final Set<SmallServer.Offer> others = new HashSet<>(SmallServer.Offer.ALL);
        others.remove(offer);
        server.offer(others);
        server.rebuild();
        server.start();
        trustEachOther();
        source = new OpcUaSource(config(server.url()).withSecurity(offer.security(), offer.policy()), context(0));
        source.start();

        await().untilAsserted(() -> assertThat(source.fault())
                .contains(offer.policy().text(), "is not offered", "nothing less is used by itself"));
        assertThat(server.sessions()).isZero();
    }

    static Stream<SmallServer.Offer> offers() {
        return SmallServer.Offer.ALL.stream();
    }

    @Test
    void shouldNameAUsersKeyThatBelongsToAnotherCertificate() throws Exception {
        final OpcUaUser user = new OpcUaUser.Certified(
                TestAuthority.pem(pki.resolve("user.pem"), new TestAuthority().user(TestAuthority.newKeys())),
                TestAuthority.pem(
                        pki.resolve("user.key"), TestAuthority.newKeys().getPrivate()));
        trustEachOther();
        source = new OpcUaSource(config(server.url()).withUser(user), context(0));
        source.start();

        await().untilAsserted(
                        () -> assertThat(source.fault()).contains("user.pem", "user.key", "do not belong together"));
    }

    @Test
    void shouldGoOnAfterTheServersCertificateChangedAndIsTrusted() throws Exception {
        connect(config(server.url()), 0);
        server.stop();
        server.become(SmallServer.Self.of(ClientIdentity.loadOrCreate(pki.resolve("renewed"), SmallServer.URI)));
        server.rebuild();
        server.set("press1/Good", 200L, T0_MS + 60_000);
        server.start();

        await().untilAsserted(() -> assertThat(source.fault()).contains("not trusted"));
        assertThat(server.sessions()).isZero();
        final long stillOutNs = nowNs();
        final Path rejected = onlyFile(pki.resolve("rejected/certs"));
        Files.move(rejected, pki.resolve("trusted/certs").resolve(rejected.getFileName()));

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, true, 200_000)));
        assertThat(inlet.facts(Fact.SourceGap.class)).hasSize(2).allSatisfy(gap -> assertThat(gap.toNs())
                .isGreaterThanOrEqualTo(stillOutNs));
    }

    @Test
    void shouldTakeARenewedCertificateOfAnIssuerThatIsTrusted() throws Exception {
        final TestAuthority authority = new TestAuthority();
        final SmallServer.Self first = authority.server(SmallServer.URI, "127.0.0.1");
        be(first);
        trust(authority);
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();
        await().untilAsserted(() ->
                assertThat(source.isReady()).as(() -> source.fault()).isTrue());

        server.stop();
        server.become(authority.server(SmallServer.URI, "127.0.0.1"));
        server.rebuild();
        server.set("press1/Good", 200L, T0_MS + 60_000);
        server.start();

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, true, 200_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:small:server, elsewhere, Bad_CertificateHostNameInvalid",
        "urn:other:server, 127.0.0.1, Bad_CertificateUriInvalid"
    })
    void shouldRefuseACertificateForAnotherHostOrApplication(final String uri, final String host, final String why)
            throws Exception {
        final TestAuthority authority = new TestAuthority();
        be(authority.server(uri, host));
        trust(authority);
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();

        await().untilAsserted(
                        () -> assertThat(source.fault()).contains(why, "127.0.0.1", "urn:small:server", "renewed"));
        assertThat(server.sessions()).isZero();
    }

    @Test
    void shouldRefuseWhatItsIssuerRevokedAndAskForTheListIfThereIsNone() throws Exception {
        final TestAuthority authority = new TestAuthority();
        final SmallServer.Self self = authority.server(SmallServer.URI, "127.0.0.1");
        be(self);
        trust(authority);
        final Path list = pki.resolve("trusted/crl/authority.crl");
        Files.write(list, authority.revocations(self.chain().get(0)));
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();
        await().untilAsserted(() -> assertThat(source.fault()).contains("Bad_CertificateRevoked"));

        Files.delete(list);
        await().untilAsserted(() ->
                assertThat(source.fault()).contains("CRL", list.getParent().toString()));
        assertThat(server.sessions()).isZero();
    }

    @Test
    void shouldRefuseACertificateForAnotherApplicationThoughItIsTrustedItself() throws Exception {
        be(SmallServer.Self.of(ClientIdentity.loadOrCreate(pki.resolve("other"), "urn:other:server")));
        trustEachOther();
        source = new OpcUaSource(config(server.url()), context(0));
        source.start();

        await().untilAsserted(() ->
                assertThat(source.fault()).contains("Bad_CertificateUriInvalid", "urn:small:server", "renewed"));
        assertThat(server.sessions()).isZero();
    }

    /** The server starts anew as somebody else. */
    private void be(final SmallServer.Self self) throws Exception {
        server.close();
        server.become(self);
        server.rebuild();
        server.trust(
                ClientIdentity.loadOrCreate(pki, "urn:millrace:gateway:opc").certificate());
        server.start();
    }

    private void trust(final TestAuthority authority) throws Exception {
        trust(pki, "authority.der", authority.certificate());
        Files.write(
                Files.createDirectories(pki.resolve("trusted/crl")).resolve("authority.crl"), authority.revocations());
    }

    private static Path onlyFile(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
