package io.millrace.ingest.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A user's certificate, its issuers behind it, and the key that proves it. */
record UserCertificate(List<X509Certificate> chain, PrivateKey key) {
    /** @throws ConnectFault if the files cannot be used; names them and the remedy */
    static UserCertificate read(final OpcUaUser.Certified user) throws ConnectFault {
        try {
            final List<X509Certificate> chain = chain(user.certificate());
            final PrivateKey key = key(user.key());
            chain.get(0).checkValidity();
            if (!(chain.get(0).getPublicKey() instanceof RSAPublicKey open)
                    || !(key instanceof RSAPrivateKey secret)
                    || !open.getModulus().equals(secret.getModulus())) {
                throw new GeneralSecurityException("they do not belong together, or are not RSA");
            }
            return new UserCertificate(chain, key);
        } catch (final IOException | GeneralSecurityException | ClassCastException unusable) {
            throw new ConnectFault(
                    "the user's certificate " + user.certificate() + " with the key " + user.key()
                            + " cannot be used (" + unusable
                            + "): give a PEM file of each that can be read, the key without a password, in date",
                    unusable);
        }
    }

    private static List<X509Certificate> chain(final Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            final List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            return chain;
        }
    }

    private static PrivateKey key(final Path file) throws IOException, GeneralSecurityException {
        try (Reader in = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(in)) {
            final JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                } else if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        }
        throw new GeneralSecurityException("there is no private key without a password in " + file);
    }
}
