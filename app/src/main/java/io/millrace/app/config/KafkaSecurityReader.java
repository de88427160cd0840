package io.millrace.app.config;

import static java.util.Objects.requireNonNull;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code kafka.tls} and {@code kafka.sasl}, tries the files, and says both in the words of Kafka's clients. */
final class KafkaSecurityReader {
    private static final Map<String, String> MODULES = Map.of(
            "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");
    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    private final Section kafka;
    private final Map<String, Secret> properties = new LinkedHashMap<>();

    KafkaSecurityReader(final Section kafka) {
        this.kafka = kafka;
    }

    /** Empty where the cluster is without TLS and SASL. */
    Map<String, Secret> properties() {
        final boolean hasTls = kafka.has("tls");
        final boolean hasSasl = kafka.has("sasl");
        if (hasTls) {
            kafka.section("tls", this::tls);
        }
        if (hasSasl) {
            kafka.section("sasl", this::sasl);
        }
        if (hasSasl && !hasTls) {
            kafka.fault("sasl", "has no TLS around it: add \"tls: {}\" (and tls.trusted for an authority of your own)");
        }
        if (hasTls || hasSasl) {
            put("security.protocol", Secret.open(hasSasl ? "SASL_SSL" : "SSL"));
        }
        return properties;
    }

    private boolean tls(final Section section) {
        final ClientTls tls = TlsReader.client(section);
        final TrustedIssuers trusted = tls.trusted();
        if (trusted != null) {
            put("ssl.truststore.type", Secret.open("PEM"));
            put("ssl.truststore.location", Secret.open(trusted.file().toString()));
        }
        final TlsIdentity identity = tls.identity();
        if (identity != null && identity.key() == null) {
            final Secret word = Secret.hidden(identity.password() == null ? "" : identity.password());
            put("ssl.keystore.type", Secret.open("PKCS12"));
            put("ssl.keystore.location", Secret.open(identity.certificate().toString()));
            put("ssl.keystore.password", word);
            put("ssl.key.password", word);
        } else if (identity != null) {
            pem(section, identity.certificate(), requireNonNull(identity.key()));
        }
        return true;
    }

    /** In Kafka's words certificate and key stand in the settings, not in files of their own. */
    private void pem(final Section section, final Path certificate, final Path keyFile) {
        try {
            final String key = Files.readString(keyFile);
            if (key.contains(PKCS8)) {
                put("ssl.keystore.type", Secret.open("PEM"));
                put("ssl.keystore.certificate.chain", Secret.open(Files.readString(certificate)));
                put("ssl.keystore.key", Secret.hidden(key));
            } else if (section.isSound("certificate") && key.contains("-----BEGIN")) {
                section.fault("key", "is of an older form, which Kafka does not read: openssl pkcs8 -topk8 -nocrypt");
            }
        } catch (final IOException unreadable) {
            // Said already, when the certificate was tried.
            return;
        }
    }

    private boolean sasl(final Section section) {
        final String mechanism = section.optional("mechanism", mechanism(), "SCRAM-SHA-512");
        final @Nullable Secret username = section.secret("username", false).orElse(null);
        final @Nullable Secret password = section.secret("password", true).orElse(null);
        if (username == null || password == null) {
            section.fault("", "needs username and password: add what is missing");
            return false;
        }
        put("sasl.mechanism", Secret.open(mechanism));
        put(
                "sasl.jaas.config",
                Secret.hidden(MODULES.get(mechanism) + " required username=\"" + escaped(username) + "\" password=\""
                        + escaped(password) + "\";"));
        return true;
    }

    private static Form<String> mechanism() {
        return Forms.text()
                .where(
                        MODULES::containsKey,
                        "is not a mechanism that is known here: write SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
    }

    /** Between quotation marks, a login configuration reads backslashes. */
    private static String escaped(final Secret secret) {
        return secret.reveal().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void put(final String key, final Secret value) {
        properties.put(key, value);
    }
}
