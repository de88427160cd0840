package io.millrace.ingest.forward;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How the forwarder talks to Kafka.
 *
 * @param gateway id of the gateway, part of the client id
 * @param kafka properties for all Kafka clients: {@code bootstrap.servers}, security, and any producer property that does not touch
 *     the promise (acknowledgement, idempotence and ordering are not configurable)
 * @param partitions of the events topic, fixed for life and checked
 * @param replication with which missing topics are created
 * @param createTopics create missing topics; otherwise say so and wait
 * @param maxInFlightEvents sent and not yet acknowledged; the journal is the buffer, not the memory
 */
public record ForwarderSettings(
        String gateway,
        Map<String, String> kafka,
        EventTopics topics,
        int partitions,
        int replication,
        boolean createTopics,
        int maxInFlightEvents) {
    public static final int USUAL_IN_FLIGHT_EVENTS = 20_000;
    private static final int VALUES_IN_FLIGHT = 500;
    private static final int USUAL_DELIVERY_MS = 30_000;

    public ForwarderSettings {
        kafka = Map.copyOf(kafka);
    }

    /** For telemetry beside these: few under way at a time, so that a backlog of it stands in nobody's way at the broker. */
    public ForwarderSettings ofValues() {
        return new ForwarderSettings(
                gateway,
                kafka,
                topics.ofValues(),
                partitions,
                replication,
                createTopics,
                Math.min(maxInFlightEvents, VALUES_IN_FLIGHT));
    }

    private String clientId() {
        return "millrace-" + gateway + (topics.form() == EventTopics.Form.VALUES ? "-values" : "");
    }

    /** For the producer that carries events. */
    Map<String, Object> producer() {
        final Map<String, Object> properties = new HashMap<>(kafka);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "1");
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(USUAL_DELIVERY_MS));
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
        properties.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        return properties;
    }

    /** For the markers in new topics: an idempotent producer is what goes wrong there. */
    Map<String, Object> markerProducer() {
        final Map<String, Object> properties = new HashMap<>(producer());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId() + "-marker");
        return properties;
    }
}
