package io.millrace.ingest.opcua;

import io.millrace.ingest.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** A user's certificate, its issuers behind it, and the key that proves it. */
record UserCertificate(List<X509Certificate> chain, PrivateKey key) {
    /** @throws ConnectFault if the files cannot be used; names them and the remedy */
    static UserCertificate read(final OpcUaUser.Certified user) throws ConnectFault {
        try {
            final List<X509Certificate> chain = Pem.chain(user.certificate());
            final PrivateKey key = Pem.key(user.key());
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
}
