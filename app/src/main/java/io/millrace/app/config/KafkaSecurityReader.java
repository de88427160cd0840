package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
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
            kafka.fault("sasl", "has no TLS around it: add \"tls: {}\" (and tls.trust for an authority of your own)");
        }
        if (hasTls || hasSasl) {
            put("security.protocol", Secret.open(hasSasl ? "SASL_SSL" : "SSL"));
        }
        return properties;
    }

    private boolean tls(final Section section) {
        final @Nullable Path trust = section.optional("trust", section.path()).orElse(null);
        final @Nullable Path certificate =
                section.optional("certificate", section.path()).orElse(null);
        final @Nullable Path key = section.optional("key", section.path()).orElse(null);
        final @Nullable Secret password = section.secret("password", true).orElse(null);
        if (trust != null && section.isSound("trust")) {
            trust(section, trust);
        }
        if (key != null && password != null) {
            section.fault("password", "is for a PKCS #12 file, which holds the key as well: remove it, or the key");
        } else if (certificate == null && (key != null || password != null)) {
            section.fault("", "has a key or a password but no certificate: add tls.certificate");
        } else if (certificate != null && section.isSound("certificate") && (key == null || section.isSound("key"))) {
            identity(section, certificate, key, password);
        }
        return true;
    }

    private void trust(final Section section, final Path trust) {
        try (InputStream in = Files.newInputStream(trust)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            put("ssl.truststore.type", Secret.open("PEM"));
            put("ssl.truststore.location", Secret.open(trust.toString()));
        } catch (final IOException unreadable) {
            section.fault("trust", unreadable(unreadable));
        } catch (final GeneralSecurityException unusable) {
            section.fault(
                    "trust",
                    trust + " cannot be used (" + unusable.getMessage()
                            + "): give a PEM file with the certificates of those who signed the brokers'");
        }
    }

    private void identity(
            final Section section, final Path certificate, final @Nullable Path key, final @Nullable Secret password) {
        try {
            new SourceSettings.Tls(certificate, key, password).identity().open();
            if (key == null) {
                final Secret word = password == null ? Secret.open("") : password;
                put("ssl.keystore.type", Secret.open("PKCS12"));
                put("ssl.keystore.location", Secret.open(certificate.toString()));
                put("ssl.keystore.password", word);
                put("ssl.key.password", word);
            } else {
                pem(section, Files.readString(certificate), Files.readString(key));
            }
        } catch (final IOException unusable) {
            section.fault("certificate", unreadable(unusable));
        }
    }

    private void pem(final Section section, final String chain, final String key) {
        if (!key.contains(PKCS8)) {
            section.fault("key", "is of an older form, which Kafka does not read: openssl pkcs8 -topk8 -nocrypt");
            return;
        }
        put("ssl.keystore.type", Secret.open("PEM"));
        put("ssl.keystore.certificate.chain", Secret.open(chain));
        put("ssl.keystore.key", Secret.hidden(key));
    }

    private static String unreadable(final IOException unreadable) {
        return unreadable instanceof FileSystemException file
                ? file.getFile() + " cannot be read: check the path and its permissions"
                : String.valueOf(unreadable.getMessage());
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
