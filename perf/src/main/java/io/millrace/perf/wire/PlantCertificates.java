package io.millrace.perf.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plant's own certificate, made once and kept in its folder, and the certificates of the clients it trusts: every file in
 * {@link #trustedFolder()}, DER or PEM, read anew whenever a client connects.
 */
public final class PlantCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(PlantCertificates.class);

    private static final String ALIAS = "plant";
    /** The key store protects nothing that its folder's permissions do not; the format wants a password. */
    private static final char[] PASSWORD = "plant".toCharArray();

    private static final int KEY_BITS = 2048;

    private final Path folder;
    private final KeyPair keyPair;
    private final X509Certificate certificate;

    private PlantCertificates(final Path folder, final KeyPair keyPair, final X509Certificate certificate) {
        this.folder = folder;
        this.keyPair = keyPair;
        this.certificate = certificate;
    }

    /** Opens the folder, making what is missing in it. */
    public static PlantCertificates open(final Path folder, final String applicationUri) {
        try {
            Files.createDirectories(folder.resolve("trusted"));
            final Path file = folder.resolve("plant.p12");
            final KeyStore store = Files.exists(file) ? load(file) : make(file, applicationUri);
            final X509Certificate own = (X509Certificate) store.getCertificate(ALIAS);
            final KeyPair pair = new KeyPair(own.getPublicKey(), (PrivateKey) store.getKey(ALIAS, PASSWORD));
            Files.write(folder.resolve("plant.der"), own.getEncoded());
            return new PlantCertificates(folder, pair, own);
        } catch (final IOException e) {
            throw new UncheckedIOException("the plant's certificates cannot be kept in " + folder, e);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the plant's certificates in " + folder + " are not usable; delete them", e);
        }
    }

    /** Where clients' certificates go. */
    public Path trustedFolder() {
        return folder.resolve("trusted");
    }

    /** The plant's own certificate, DER, for clients to trust. */
    public Path certificateFile() {
        return folder.resolve("plant.der");
    }

    public X509Certificate certificate() {
        return certificate;
    }

    KeyPair keyPair() {
        return keyPair;
    }

    /** What lies in the trusted folder now; a file that is no certificate (or not yet whole) is passed over. */
    List<X509Certificate> trusted() {
        final List<X509Certificate> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(trustedFolder())) {
            final CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (final Path file : files) {
                readInto(found, factory, file);
            }
        } catch (final IOException | CertificateException e) {
            throw new IllegalStateException("the trusted certificates in " + trustedFolder() + " cannot be read", e);
        }
        return found;
    }

    private static void readInto(final List<X509Certificate> found, final CertificateFactory factory, final Path file)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            found.add((X509Certificate) factory.generateCertificate(in));
        } catch (final CertificateException e) {
            LOG.warn("{} is no certificate", file);
        }
    }

    private static KeyStore load(final Path file) throws IOException, GeneralSecurityException {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static KeyStore make(final Path file, final String applicationUri)
            throws IOException, GeneralSecurityException {
        final KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new X509Certificate[] {selfSigned(pair, applicationUri)});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return store;
    }

    private static X509Certificate selfSigned(final KeyPair pair, final String applicationUri)
            throws CertificateException {
        try {
            return new SelfSignedCertificateBuilder(pair)
                    .setCommonName("Millrace simulated plant")
                    .setOrganization("Millrace")
                    .setApplicationUri(applicationUri)
                    .addDnsName("localhost")
                    .addIpAddress("127.0.0.1")
                    .build();
        } catch (final CertificateException e) {
            throw e;
        } catch (final Exception e) {
            throw new CertificateException("cannot sign the plant's certificate", e);
        }
    }
}
