package io.millrace.app.config;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.event.Measure;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.mqtt.ForeignMapping;
import io.millrace.ingest.mqtt.MqttJsonConfig;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.mqtt.Umh;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the sources of type {@code mqtt-json}. */
final class MqttJsonReader {
    private static final Duration LONGEST_SESSION = Duration.ofDays(365);
    static final Map<String, MqttVersion> VERSIONS = Map.of("5", MqttVersion.V5, "3.1.1", MqttVersion.V3_1_1);
    private static final Map<String, JsonKind> TAG_KINDS = new LinkedHashMap<>();

    static {
        TAG_KINDS.put("state", JsonKind.STATE);
        TAG_KINDS.put("counter", JsonKind.COUNTER);
    }

    /** Mappings that come with Millrace. */
    private enum Shipped {
        UMH
    }

    private final Form<String> machine;
    private final Form<StateTable> table;

    /**
     * @param machine form of a path that the master data knows
     * @param table form of a table's name
     */
    MqttJsonReader(final Form<String> machine, final Form<StateTable> table) {
        this.machine = machine;
        this.table = table;
    }

    SourceSettings read(final Section section, final String name, final String clientId, final @Nullable Login login) {
        final URI url = section.required("url", Forms.uri("mqtt", "mqtts"));
        final ClientTls tls = TlsReader.mqtt(section, url);
        final MqttVersion version = section.optional("version", Forms.oneOf(VERSIONS), MqttVersion.V5);
        final Duration sessionExpiry = section.optional(
                "session-expiry",
                Forms.duration(Duration.ofSeconds(1), LONGEST_SESSION),
                Duration.ofSeconds(MqttJsonConfig.DEFAULT_SESSION_EXPIRY_SECONDS));
        final int receiveMaximum =
                section.optional("receive-maximum", Forms.whole(1, 65_535), MqttJsonConfig.DEFAULT_RECEIVE_MAXIMUM);
        if (version == MqttVersion.V3_1_1) {
            List.of("session-expiry", "receive-maximum").stream()
                    .filter(section::has)
                    .forEach(key -> section.fault(key, "is not in MQTT 3.1.1, where the broker decides: remove it"));
        }
        final Set<String> topics = new LinkedHashSet<>(section.values("topics", JsonMappingReader.topicFilter()));
        final List<ForeignMapping> mappings = new ArrayList<>(
                section.sections("mappings", each -> new JsonMappingReader(each, machine, table).read()));
        section.optional("mapping", Forms.oneOf(Shipped.class)).ifPresent(umh -> addUmh(section, topics, mappings));
        if (topics.isEmpty() && mappings.isEmpty()) {
            section.fault("topics", "is empty: write [\"millrace/v1/#\"], or give mappings for other topics");
        }
        final MqttQos qos = qos(section, List.copyOf(topics), mappings);
        return new SourceSettings.MqttJson(
                name,
                url,
                version,
                tls,
                login,
                clientId,
                List.copyOf(topics),
                qos,
                sessionExpiry,
                receiveMaximum,
                mappings);
    }

    private static MqttQos qos(final Section section, final List<String> topics, final List<ForeignMapping> mappings) {
        final MqttQos qos = MqttQos.fromCode(section.optional("qos", Forms.whole(0, 2), 1));
        final Set<JsonKind> losable = MqttJsonConfig.losable(topics, mappings);
        if (qos == MqttQos.AT_MOST_ONCE && !losable.isEmpty()) {
            section.fault(
                    "qos",
                    "is 0, and the topics and mappings can bring "
                            + String.join(
                                    ", ", losable.stream().map(JsonKind::word).toList())
                            + ", of which a lost message is lost for good: take 1 or 2, or hear states and counters only");
        }
        return qos == null ? MqttQos.AT_LEAST_ONCE : qos;
    }

    private void addUmh(final Section section, final Set<String> topics, final List<ForeignMapping> mappings) {
        topics.addAll(Umh.analyticsTopics());
        mappings.addAll(Umh.analytics());
        section.sections("tags", each -> {
            final String contract = each.optional(
                    "contract",
                    Forms.text()
                            .where(
                                    text -> text.matches("_[^/+#\\s]*"),
                                    "is no contract: it is one level that begins with an underscore, like _historian"),
                    Umh.HISTORIAN);
            final String tag = each.required(
                    "tag",
                    Forms.text()
                            .where(
                                    text -> text.matches("[^/+#\\s]+(/[^/+#\\s]+)*"),
                                    "is no tag: write its groups and its name, like head/parts/good"));
            final JsonKind kind = each.required("kind", Forms.oneOf(TAG_KINDS));
            final Map<String, String> fields = new LinkedHashMap<>();
            StateTable states = StateTable.PACKML;
            if (kind == JsonKind.COUNTER) {
                final Measure measure = each.required("measure", Forms.oneOf(Measure.class));
                fields.put("measure", "=" + measure.name().toLowerCase(Locale.ROOT));
            } else {
                states = each.optional("table", table, StateTable.PACKML);
            }
            if (each.isSound("tag") && each.isSound("kind") && (each.isSound("contract") || !each.has("contract"))) {
                topics.addAll(Umh.tagTopics(contract));
                mappings.addAll(Umh.tag(contract, tag, kind, fields, states));
            }
            return tag;
        });
    }
}
