package io.millrace.ingest.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files that say who we are, as a server or as a client.
 *
 * @param certificate PEM, our own first and then its issuers; or a PKCS #12 store, which holds the key as well
 * @param key PEM without a password, PKCS #8 or the older forms; null for a PKCS #12 store
 * @param password of the PKCS #12 store, null for none; masked in {@link #toString()}
 */
public record TlsIdentity(Path certificate, @Nullable Path key, @Nullable String password) {
    private static final char[] IN_MEMORY = "millrace".toCharArray();
    private static final byte[] PROBE = {1, 2, 3};

    /**
     * Reads the files.
     *
     * @throws IOException if they cannot be used; names file and remedy
     */
    public KeyManagerFactory keys() throws IOException {
        try {
            final char[] word = key == null ? (password == null ? "" : password).toCharArray() : IN_MEMORY;
            final KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(key == null ? stored(word) : joined(key), word);
            return keys;
        } catch (final GeneralSecurityException unusable) {
            throw new IOException(
                    "the certificate " + certificate + " cannot be used (" + unusable.getMessage()
                            + "): give PEM files of the certificate and its key, or one PKCS #12 file and its password",
                    unusable);
        }
    }

    private KeyStore stored(final char[] word) throws IOException, GeneralSecurityException {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate)) {
            store.load(in, word);
        } catch (final IOException unreadable) {
            throw new IOException(
                    "the PKCS #12 file " + certificate + " cannot be read (" + unreadable
                            + "): check path and password; a PEM certificate needs its key beside it",
                    unreadable);
        }
        for (final String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return store;
            }
        }
        throw new GeneralSecurityException("there is no private key in it");
    }

    private KeyStore joined(final Path keyFile) throws IOException, GeneralSecurityException {
        final Certificate[] chain = Pem.chain(certificate).toArray(Certificate[]::new);
        final PrivateKey privateKey = Pem.key(keyFile);
        if (!belongTogether(privateKey, chain[0])) {
            throw new GeneralSecurityException("the key in " + keyFile + " belongs to another certificate");
        }
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry("own", privateKey, IN_MEMORY, chain);
        return store;
    }

    /** Otherwise every handshake would fail, and nobody would know why. */
    private static boolean belongTogether(final PrivateKey key, final Certificate certificate)
            throws GeneralSecurityException {
        final String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        final Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        final byte[] signed = signature.sign();
        if (!key.getAlgorithm().startsWith(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    @Override
    public String toString() {
        return "TlsIdentity[certificate=" + certificate + ", key=" + key + ", password="
                + (password == null ? "null" : "***") + "]";
    }
}
