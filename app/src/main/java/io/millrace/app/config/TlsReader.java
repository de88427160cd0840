package io.millrace.app.config;

import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls}, and the files it names: what cannot be used there is a fault of the configuration. */
final class TlsReader {
    private TlsReader() {}

    /** Of something that listens. */
    static SourceSettings.Tls server(final Section tls) {
        final TlsIdentity identity = identity(tls, tls.required("certificate", tls.path()));
        return new SourceSettings.Tls(identity, trusted(tls, "clients"));
    }

    /**
     * Of something that connects to an MQTT server.
     *
     * @param section holds {@code tls}, or does not
     * @return null for a URL without TLS
     */
    static @Nullable ClientTls mqtt(final Section section, final URI url) {
        final ClientTls tls = section.has("tls") ? section.section("tls", TlsReader::client) : ClientTls.DEFAULT;
        if ("mqtts".equals(url.getScheme())) {
            return tls;
        }
        if (section.has("tls") && section.isSound("url")) {
            section.fault("tls", "is of no use with this url: write mqtts://, or remove it");
        }
        return null;
    }

    /** Of something that connects. */
    static ClientTls client(final Section tls) {
        final TrustedIssuers trusted = trusted(tls, "trusted");
        final Path certificate = tls.optional("certificate", tls.path()).orElse(null);
        if (certificate == null && (tls.has("key") || tls.has("password"))) {
            tls.fault(tls.has("key") ? "key" : "password", "has no certificate beside it: add one, or remove it");
        }
        return new ClientTls(trusted, certificate == null ? null : identity(tls, certificate));
    }

    private static @Nullable TrustedIssuers trusted(final Section tls, final String key) {
        final TrustedIssuers issuers =
                tls.optional(key, tls.path()).map(TrustedIssuers::new).orElse(null);
        if (issuers != null && tls.isSound(key)) {
            check(tls, key, issuers::trust);
        }
        return issuers;
    }

    private static TlsIdentity identity(final Section tls, final Path certificate) {
        final @Nullable Path key = tls.optional("key", tls.path()).orElse(null);
        final @Nullable Secret password = tls.secret("password", true).orElse(null);
        if (key != null && password != null) {
            tls.fault("password", "is for a PKCS #12 file, which holds the key as well: remove it, or the key");
        }
        final TlsIdentity identity = new TlsIdentity(certificate, key, password == null ? null : password.reveal());
        if (tls.isSound("certificate") && (key == null || tls.isSound("key"))) {
            check(tls, "certificate", identity::keys);
        }
        return identity;
    }

    /** Reads files for the sake of what is wrong with them. */
    private interface Files {
        Object read() throws IOException;
    }

    private static void check(final Section tls, final String key, final Files files) {
        try {
            files.read();
        } catch (final FileSystemException unreadable) {
            tls.fault(key, unreadable.getFile() + " cannot be read: check the path and its permissions");
        } catch (final IOException unusable) {
            tls.fault(key, String.valueOf(unusable.getMessage()));
        }
    }
}
