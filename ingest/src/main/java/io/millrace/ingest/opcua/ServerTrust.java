package io.millrace.ingest.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.jspecify.annotations.Nullable;

/**
 * Which servers we talk to: those whose certificate, or whose issuer's, lies in {@code pki/trusted/certs}; changes there are
 * noticed while running. A certificate that is not trusted is kept in {@code pki/rejected/certs}. The host name must fit where
 * trust comes from an issuer; a certificate that is trusted itself already names exactly one server. An issuer that is trusted
 * needs its list of revoked certificates in {@code pki/trusted/crl}.
 */
public final class ServerTrust implements CertificateValidator, AutoCloseable {
    private static final Set<ValidationCheck> ITSELF_TRUSTED =
            Set.of(ValidationCheck.APPLICATION_URI, ValidationCheck.VALIDITY, ValidationCheck.REVOCATION);
    private static final Set<ValidationCheck> BY_ISSUER = Set.of(
            ValidationCheck.APPLICATION_URI,
            ValidationCheck.VALIDITY,
            ValidationCheck.REVOCATION,
            ValidationCheck.HOSTNAME);

    private final Path trusted;
    private final Path rejected;
    private final FileBasedTrustListManager trustList;
    private final CertificateValidator itselfTrusted;
    private final CertificateValidator byIssuer;

    /** Makes the folders where they are missing. */
    public ServerTrust(final Path pki) throws IOException {
        trusted = pki.resolve("trusted").resolve("certs");
        rejected = pki.resolve("rejected").resolve("certs");
        trustList = FileBasedTrustListManager.createAndInitialize(pki);
        final FileBasedCertificateQuarantine quarantine = FileBasedCertificateQuarantine.create(rejected);
        itselfTrusted = new DefaultClientCertificateValidator(trustList, ITSELF_TRUSTED, quarantine);
        byIssuer = new DefaultClientCertificateValidator(trustList, BY_ISSUER, quarantine);
    }

    @Override
    public void validateCertificateChain(
            final List<X509Certificate> chain,
            final @Nullable String applicationUri,
            final String @Nullable [] validHostNames)
            throws UaException {
        if (trustList.getTrustedCertificates().contains(chain.get(0))) {
            itselfTrusted.validateCertificateChain(chain, applicationUri, null);
        } else {
            byIssuer.validateCertificateChain(chain, applicationUri, validHostNames);
        }
    }

    /** The same, before anything is sent to the server, and with the remedy. */
    void check(final List<X509Certificate> chain, final String applicationUri, final String hostName)
            throws ConnectFault {
        try {
            validateCertificateChain(chain, applicationUri, new String[] {hostName});
        } catch (final UaException refused) {
            final String subject = chain.get(0).getSubjectX500Principal().getName();
            final Path file =
                    trustList.getTrustedCertificates().contains(chain.get(0)) ? null : rejectedFile(chain.get(0));
            final String remedy;
            if (isRevocationUnknown(refused)) {
                remedy = "is refused (" + FaultText.name(refused.getStatusCode())
                        + "): put its issuer's list of revoked certificates (CRL) into " + trusted.resolveSibling("crl")
                        + ", or this certificate itself, compared with the server's, into " + trusted;
            } else if (isUntrusted(refused)) {
                remedy = "is not trusted: compare it with the server's, then move " + file + " to " + trusted;
            } else {
                remedy = "is refused (" + FaultText.name(refused.getStatusCode())
                        + "): it must be in date, not revoked, and name host " + hostName + " and application URI "
                        + applicationUri + "; have it renewed";
            }
            throw new ConnectFault("the server's certificate (" + subject + ") " + remedy, refused);
        }
    }

    private static boolean isRevocationUnknown(final UaException refused) {
        final long code = refused.getStatusCode().value();
        return code == StatusCodes.Bad_CertificateRevocationUnknown
                || code == StatusCodes.Bad_CertificateIssuerRevocationUnknown;
    }

    private static boolean isUntrusted(final UaException refused) {
        final long code = refused.getStatusCode().value();
        return code == StatusCodes.Bad_CertificateUntrusted
                || code == StatusCodes.Bad_CertificateChainIncomplete
                || code == StatusCodes.Bad_SecurityChecksFailed;
    }

    @Override
    public void close() throws IOException {
        trustList.close();
    }

    private @Nullable Path rejectedFile(final X509Certificate certificate) {
        try (Stream<Path> files = Files.list(rejected)) {
            final byte[] wanted = certificate.getEncoded();
            return files.filter(file -> holds(file, wanted)).findFirst().orElse(null);
        } catch (final IOException | CertificateEncodingException unreadable) {
            return null;
        }
    }

    private static boolean holds(final Path file, final byte[] wanted) {
        try {
            return Arrays.equals(Files.readAllBytes(file), wanted);
        } catch (final IOException gone) {
            return false;
        }
    }
}
