package io.millrace.ingest.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Issues certificates, and writes them in the forms that files come in. */
public final class TestAuthority {
    public static final String PASSWORD = "change-me-in-no-plant";

    private final Path folder;
    private final KeyPair keys = keyPair();
    private final X509Certificate own;
    private int serial = 1;

    /** @param folder where its {@code ca.pem} and all that it issues go; made if missing */
    public TestAuthority(final Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.own = signed("authority of " + folder.getFileName(), keys, null);
        write(folder.resolve("ca.pem"), "CERTIFICATE", encoded(own));
        store(folder.resolve("ca.p12"), null);
    }

    /** Whom to trust to trust what it issues. */
    public TrustedIssuers issuers() {
        return new TrustedIssuers(folder.resolve("ca.pem"));
    }

    /** A PKCS #12 file with the authority's certificate alone. */
    public Path trustStore() {
        return folder.resolve("ca.p12");
    }

    /** Issues for a host name: {@code name.pem} and {@code name.key}, and both in {@code name.p12}. */
    public Issued issue(final String name, final String host) throws IOException {
        final KeyPair pair = keyPair();
        final X509Certificate certificate = signed(name, pair, host);
        final Issued issued =
                new Issued(folder.resolve(name + ".pem"), folder.resolve(name + ".key"), folder.resolve(name + ".p12"));
        write(issued.certificate(), "CERTIFICATE", encoded(certificate));
        write(issued.key(), "PRIVATE KEY", pair.getPrivate().getEncoded());
        store(issued.store(), new KeyStore.PrivateKeyEntry(pair.getPrivate(), new Certificate[] {certificate, own}));
        return issued;
    }

    /** @param store has the {@link #PASSWORD} */
    public record Issued(Path certificate, Path key, Path store) {
        public TlsIdentity asPem() {
            return new TlsIdentity(certificate, key, null);
        }

        public TlsIdentity asStore() {
            return new TlsIdentity(store, null, PASSWORD);
        }
    }

    private X509Certificate signed(final String name, final KeyPair subject, final @Nullable String host)
            throws IOException {
        final Instant now = Instant.now();
        final JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=authority of " + folder.getFileName()),
                BigInteger.valueOf(serial++),
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                new X500Name("CN=" + name),
                subject.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
        if (host != null) {
            final int type = host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(type, host)));
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (final GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private void store(final Path file, final KeyStore.@Nullable Entry entry) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (entry == null) {
                store.setCertificateEntry("ca", own);
            } else {
                store.setEntry("own", entry, new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
            }
            store.store(out, PASSWORD.toCharArray());
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(final X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(final Path file, final String type, final byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                        + "-----\n");
    }
}
