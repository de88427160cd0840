package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A broker and what to hear from it.
 *
 * @param name of the source
 * @param clientId names the session at the broker: what is owed is owed to it, so it must stay the same and be nobody else's
 * @param topics filters to subscribe; {@code $share/group/filter} shares them between gateways
 * @param qos asked of the broker; with AT_MOST_ONCE only kinds that are said again may be heard
 * @param sessionExpirySeconds how long the broker keeps what comes while the gateway is away; MQTT 5 only
 * @param receiveMaximum messages in flight that are not acknowledged yet, 1 to 65,535; MQTT 5 only
 * @param mappings for topics outside the canonical scheme
 */
public record MqttJsonConfig(
        String name,
        MqttAccess access,
        String clientId,
        List<String> topics,
        MqttQos qos,
        long sessionExpirySeconds,
        int receiveMaximum,
        List<ForeignMapping> mappings,
        JsonLimits limits) {
    public static final long DEFAULT_SESSION_EXPIRY_SECONDS = 7L * 24 * 3600;
    public static final int DEFAULT_RECEIVE_MAXIMUM = 1_000;
    public static final String CANONICAL_TOPICS = "millrace/v1/#";

    private static final long MAX_SESSION_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException with every fault at once */
    public MqttJsonConfig {
        topics = List.copyOf(topics);
        mappings = List.copyOf(mappings);
        final List<String> faults = new ArrayList<>();
        check(!name.isBlank(), "name is empty: give the source a name", faults);
        access.check(faults::add);
        check(!clientId.isBlank(), "clientId is empty: a session that survives a restart needs one", faults);
        check(!topics.isEmpty(), "topics is empty: subscribe at least " + CANONICAL_TOPICS, faults);
        check(
                sessionExpirySeconds > 0 && sessionExpirySeconds <= MAX_SESSION_EXPIRY_SECONDS,
                "sessionExpirySeconds " + sessionExpirySeconds + ": 1 to " + MAX_SESSION_EXPIRY_SECONDS
                        + " is expected",
                faults);
        check(
                receiveMaximum > 0 && receiveMaximum <= 65_535,
                "receiveMaximum " + receiveMaximum + ": 1 to 65535 is expected",
                faults);
        topics.forEach(topic -> checkTopic(topic, faults));
        if (qos == MqttQos.AT_MOST_ONCE) {
            final Set<JsonKind> losable = losable(topics, mappings);
            check(
                    losable.isEmpty(),
                    "qos 0 with the kinds "
                            + losable.stream().map(JsonKind::word).toList()
                            + ": what is lost there is never said again, take 1 or 2",
                    faults);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("MQTT source '" + name + "': " + String.join("; ", faults));
        }
    }

    /** The canonical scheme from a broker without TLS and credentials, with the defaults for everything else. */
    public static MqttJsonConfig canonical(
            final String name, final String host, final int port, final String clientId) {
        return of(name, MqttAccess.open(host, port), clientId, List.of(CANONICAL_TOPICS), List.of());
    }

    /** With the defaults for everything else. */
    public static MqttJsonConfig of(
            final String name,
            final MqttAccess access,
            final String clientId,
            final List<String> topics,
            final List<ForeignMapping> mappings) {
        return new MqttJsonConfig(
                name,
                access,
                clientId,
                topics,
                MqttQos.AT_LEAST_ONCE,
                DEFAULT_SESSION_EXPIRY_SECONDS,
                DEFAULT_RECEIVE_MAXIMUM,
                mappings,
                JsonLimits.DEFAULT);
    }

    /** Kinds that these would hear and of which a lost message is lost for good: all but what is said again with the next one. */
    public static Set<JsonKind> losable(final List<String> topics, final List<ForeignMapping> mappings) {
        final Set<JsonKind> heard = EnumSet.noneOf(JsonKind.class);
        mappings.forEach(mapping -> heard.add(mapping.kind()));
        for (final JsonKind kind : JsonKind.values()) {
            final String[] canonical = TopicFilter.split("millrace/v1/+/+/+/+/+/" + kind.word());
            if (topics.stream().anyMatch(topic -> new TopicFilter(topic).mayMatch(canonical))) {
                heard.add(kind);
            }
        }
        heard.removeAll(EnumSet.of(JsonKind.STATE, JsonKind.COUNTER));
        return heard;
    }

    private static void checkTopic(final String topic, final List<String> faults) {
        try {
            MqttTopicFilter.of(topic);
        } catch (final IllegalArgumentException noFilter) {
            faults.add("topic '" + topic + "': " + noFilter.getMessage());
        }
    }

    private static void check(final boolean good, final String fault, final List<String> faults) {
        if (!good) {
            faults.add(fault);
        }
    }
}
