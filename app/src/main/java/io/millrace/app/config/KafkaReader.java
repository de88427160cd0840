package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the group {@code kafka}: the cluster, and how every client of it is safe. */
final class KafkaReader {
    private static final String PROTOCOL = "security.protocol";
    private static final String HOST_CHECK = "ssl.endpoint.identification.algorithm";

    private KafkaReader() {}

    static KafkaSettings read(final Section section) {
        final String bootstrap = section.required("bootstrap", bootstrap());
        final int replication = section.optional("replication", Forms.whole(1, 9), 1);
        final int partitions = section.optional("partitions", Forms.whole(1, 1000), 12);
        final Map<String, Secret> secured = new KafkaSecurityReader(section).properties();
        final Map<String, Secret> given = section.section("properties", each -> properties(each, secured));
        final Map<String, Secret> all = new LinkedHashMap<>(given);
        all.putAll(secured);
        return new KafkaSettings(bootstrap, replication, partitions, all);
    }

    private static Form<String> bootstrap() {
        return new Form<>(
                "",
                text -> {
                    for (final String address : text.split(",", -1)) {
                        Forms.hostPort().parse().apply(address.strip());
                    }
                    return text;
                },
                text -> text);
    }

    private static Map<String, Secret> properties(final Section section, final Map<String, Secret> secured) {
        final Map<String, Secret> properties = new LinkedHashMap<>();
        for (final String key : section.keys()) {
            section.secret(key, isSecret(key)).ifPresent(value -> properties.put(key, value));
            if (secured.containsKey(key)) {
                section.fault(key, "is set by kafka.tls or kafka.sasl already: remove it here");
            }
        }
        if (section.has("bootstrap.servers")) {
            section.fault("bootstrap.servers", "belongs to kafka.bootstrap: write it there");
        }
        refuseLess(section, properties);
        return properties;
    }

    /** What would give away a password, or believe any server. */
    private static void refuseLess(final Section section, final Map<String, Secret> properties) {
        if (!"https".equals(value(properties, HOST_CHECK, "https"))) {
            section.fault(HOST_CHECK, "would believe any server with a certificate of the same authority: remove it");
        }
        if ("PLAIN".equals(value(properties, "sasl.mechanism", ""))
                && !"SASL_SSL".equals(value(properties, PROTOCOL, ""))) {
            section.fault("sasl.mechanism", "would send the password unencrypted: set " + PROTOCOL + " to SASL_SSL");
        }
    }

    private static String value(final Map<String, Secret> properties, final String key, final String otherwise) {
        final Secret value = properties.get(key);
        return value == null ? otherwise : value.reveal();
    }

    private static boolean isSecret(final String key) {
        final String lower = key.toLowerCase(Locale.ROOT);
        return lower.endsWith("password")
                || lower.endsWith("secret")
                || lower.endsWith("sasl.jaas.config")
                || lower.endsWith("ssl.keystore.key");
    }
}
