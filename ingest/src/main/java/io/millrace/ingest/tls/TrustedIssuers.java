package io.millrace.ingest.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom we trust, and nobody else: a certificate counts if it is among these or was issued by one of them.
 *
 * @param file PEM, any number of certificates
 */
public record TrustedIssuers(Path file) {
    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be used; names file and remedy
     */
    public TrustManagerFactory trust() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (final Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            return trust;
        } catch (final GeneralSecurityException unusable) {
            throw new IOException(
                    "the trusted certificates " + file + " cannot be used (" + unusable.getMessage()
                            + "): give a PEM file of the issuers to trust",
                    unusable);
        }
    }
}
