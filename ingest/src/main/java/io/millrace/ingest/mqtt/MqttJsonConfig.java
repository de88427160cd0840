package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.tls.ClientTls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A broker and what to hear from it.
 *
 * @param name of the source
 * @param tls null to connect in the open
 * @param username null to connect without one
 * @param password null for none; masked in {@link #toString()}
 * @param clientId names the session at the broker: what is owed is owed to it, so it must stay the same and be nobody else's
 * @param topics filters to subscribe with QoS 1; {@code $share/group/filter} shares them between gateways
 * @param sessionExpirySeconds how long the broker keeps what comes while the gateway is away
 * @param receiveMaximum messages in flight that are not acknowledged yet, 1 to 65,535
 * @param mappings for topics outside the canonical scheme
 */
public record MqttJsonConfig(
        String name,
        String host,
        int port,
        @Nullable ClientTls tls,
        @Nullable String username,
        @Nullable String password,
        String clientId,
        List<String> topics,
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
        check(!host.isBlank(), "host is empty: give the broker's host name or address", faults);
        check(port > 0 && port <= 65_535, "port " + port + ": 1 to 65535 is expected, often 1883 or 8883", faults);
        check(!clientId.isBlank(), "clientId is empty: a session that survives a restart needs one", faults);
        check(username != null || password == null, "password without username: give both or none", faults);
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
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("MQTT source '" + name + "': " + String.join("; ", faults));
        }
    }

    /** The canonical scheme from a broker without TLS and credentials, with the defaults for everything else. */
    public static MqttJsonConfig canonical(
            final String name, final String host, final int port, final String clientId) {
        return new MqttJsonConfig(
                name,
                host,
                port,
                null,
                null,
                null,
                clientId,
                List.of(CANONICAL_TOPICS),
                DEFAULT_SESSION_EXPIRY_SECONDS,
                DEFAULT_RECEIVE_MAXIMUM,
                List.of(),
                JsonLimits.DEFAULT);
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

    @Override
    public String toString() {
        return "MqttJsonConfig[name=" + name + ", host=" + host + ", port=" + port + ", tls=" + tls + ", username="
                + username + ", password=" + (password == null ? "null" : "***") + ", clientId=" + clientId
                + ", topics=" + topics + ", sessionExpirySeconds=" + sessionExpirySeconds + ", receiveMaximum="
                + receiveMaximum + ", mappings=" + mappings + ", limits=" + limits + "]";
    }
}
