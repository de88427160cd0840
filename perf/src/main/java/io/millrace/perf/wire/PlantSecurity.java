package io.millrace.perf.wire;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Gives the OPC UA server the plant's certificate and a validator that trusts what lies in the trusted folder at that moment. */
final class PlantSecurity {

    private PlantSecurity() {}

    static CertificateManager manager(final PlantCertificates certificates) {
        final CertificateQuarantine quarantine = new MemoryCertificateQuarantine();
        try {
            return new DefaultCertificateManager(
                    quarantine,
                    DefaultApplicationGroup.createAndInitialize(
                            new MemoryTrustListManager(),
                            new MemoryCertificateStore(),
                            new OwnCertificate(certificates),
                            new TrustedFolderValidator(certificates, quarantine)));
        } catch (final Exception e) {
            throw new IllegalStateException("the plant's OPC UA certificate cannot be used", e);
        }
    }

    private static final class OwnCertificate extends RsaSha256CertificateFactory {

        private final PlantCertificates certificates;

        OwnCertificate(final PlantCertificates certificates) {
            this.certificates = certificates;
        }

        @Override
        protected KeyPair createRsaSha256KeyPair() {
            return certificates.keyPair();
        }

        @Override
        protected X509Certificate[] createRsaSha256CertificateChain(final KeyPair keyPair) {
            return new X509Certificate[] {certificates.certificate()};
        }
    }

    private record TrustedFolderValidator(PlantCertificates certificates, CertificateQuarantine quarantine)
            implements CertificateValidator {

        @Override
        public void validateCertificateChain(
                final List<X509Certificate> chain,
                final @Nullable String applicationUri,
                final String @Nullable [] validHostNames)
                throws UaException {
            final MemoryTrustListManager trustedNow = new MemoryTrustListManager();
            certificates.trusted().forEach(trustedNow::addTrustedCertificate);
            new DefaultServerCertificateValidator(trustedNow, quarantine)
                    .validateCertificateChain(chain, applicationUri, validHostNames);
        }
    }
}
