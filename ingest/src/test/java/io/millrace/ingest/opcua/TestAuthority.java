package io.millrace.ingest.opcua;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** Issues certificates as a plant's own authority would. */
final class TestAuthority {
    private static final X500Name NAME = new X500Name("CN=Plant authority");
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final int KEY_BITS = 2048;

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    TestAuthority() throws Exception {
        final JcaX509v3CertificateBuilder builder = builder(NAME, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        certificate = sign(builder);
    }

    static KeyPair newKeys() throws Exception {
        return SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** @param revoked none, or what was taken back */
    byte[] revocations(final X509Certificate... revoked) throws Exception {
        final Instant now = Instant.now();
        final X509v2CRLBuilder builder = new X509v2CRLBuilder(NAME, Date.from(now.minusSeconds(60)));
        builder.setNextUpdate(Date.from(now.plus(VALIDITY)));
        for (final X509Certificate each : revoked) {
            builder.addCRLEntry(each.getSerialNumber(), Date.from(now.minusSeconds(60)), CRLReason.keyCompromise);
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                .getEncoded();
    }

    /** A server's, for an application at a host. */
    SmallServer.Self server(final String applicationUri, final String host) throws Exception {
        final KeyPair own = newKeys();
        final List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, applicationUri));
        names.add(
                new GeneralName(Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, host));
        final JcaX509v3CertificateBuilder builder = leaf("CN=server", own);
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        return new SmallServer.Self(own, List.of(sign(builder), certificate));
    }

    X509Certificate user(final KeyPair own) throws Exception {
        return sign(leaf("CN=somebody", own));
    }

    static Path pem(final Path file, final Object content) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(content);
        }
        return file;
    }

    private JcaX509v3CertificateBuilder leaf(final String name, final KeyPair own) throws Exception {
        final JcaX509v3CertificateBuilder builder = builder(new X500Name(name), own);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature
                        | KeyUsage.nonRepudiation
                        | KeyUsage.keyEncipherment
                        | KeyUsage.dataEncipherment));
        return builder;
    }

    private JcaX509v3CertificateBuilder builder(final X500Name subject, final KeyPair own) throws Exception {
        final Instant now = Instant.now();
        final JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(VALIDITY)),
                Date.from(now.plus(VALIDITY)),
                subject,
                own.getPublic());
        final JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(own.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private X509Certificate sign(final JcaX509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    }
}
