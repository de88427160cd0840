package io.millrace.ingest.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * Who we are to a server: key and self-signed application certificate. The key is protected by the file's permissions (owner only
 * where the file system knows them), not by a password that would have to lie beside it.
 *
 * @param certificateFile the certificate alone (DER), to be put into the server's trusted folder
 */
public record ClientIdentity(KeyPair keyPair, X509Certificate certificate, Path certificateFile) {
    private static final char[] STORE_WORD = "millrace".toCharArray();
    private static final String ALIAS = "client";
    private static final int KEY_BITS = 2048;
    private static final Period VALIDITY = Period.ofYears(10);

    /**
     * Loads the certificate for an application URI from {@code pki/own}, or makes it there. May be called before the source is
     * started, so that the server can be told whom to trust.
     *
     * @throws IOException if the folder cannot be read or written, or what lies there is no key store of ours; names the file
     */
    public static ClientIdentity loadOrCreate(final Path pki, final String applicationUri) throws IOException {
        final Path own = pki.resolve("own");
        final String fileName = applicationUri.replaceAll("[^A-Za-z0-9._-]+", "-");
        final Path store = own.resolve(fileName + ".p12");
        try {
            if (!Files.exists(store)) {
                Files.createDirectories(own);
                create(store, applicationUri);
            }
            return load(store, own.resolve(fileName + ".der"), applicationUri);
        } catch (final IOException unusable) {
            throw new IOException("own OPC UA certificate " + store + ": " + unusable.getMessage(), unusable);
        } catch (final Exception unusable) {
            throw new IOException(
                    "own OPC UA certificate " + store + " cannot be used (" + unusable.getMessage()
                            + "): move it away, a new one is made at the next start and must then be trusted by the server",
                    unusable);
        }
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + certificateFile + "]";
    }

    private static void create(final Path store, final String applicationUri) throws Exception {
        final KeyPair keyPair = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
        final X509Certificate certificate = new SelfSignedCertificateBuilder(keyPair)
                .setCommonName("Millrace gateway")
                .setOrganization("Millrace")
                .setApplicationUri(applicationUri)
                .addDnsName(hostName())
                .setValidityPeriod(VALIDITY)
                .build();
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, STORE_WORD);
        keys.setKeyEntry(ALIAS, keyPair.getPrivate(), STORE_WORD, new Certificate[] {certificate});
        final Path draft = Files.createTempFile(store.getParent(), "key", ".tmp", ownerOnly(store));
        try (OutputStream out = Files.newOutputStream(draft)) {
            keys.store(out, STORE_WORD);
        }
        Files.move(draft, store, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ClientIdentity load(final Path store, final Path exported, final String applicationUri)
            throws IOException, GeneralSecurityException {
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_WORD);
        }
        if (!(keys.getKey(ALIAS, STORE_WORD) instanceof PrivateKey key)
                || !(keys.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
            throw new GeneralSecurityException("no key '" + ALIAS + "' in it");
        }
        if (!CertificateUtil.getSanUri(certificate).filter(applicationUri::equals).isPresent()) {
            throw new GeneralSecurityException("it is not for " + applicationUri);
        }
        certificate.checkValidity();
        if (!Files.exists(exported)) {
            Files.write(exported, certificate.getEncoded());
        }
        return new ClientIdentity(new KeyPair(certificate.getPublicKey(), key), certificate, exported);
    }

    private static FileAttribute<?>[] ownerOnly(final Path file) {
        final Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return "localhost";
        }
    }
}
