package io.millrace.app.config;

import io.millrace.app.yaml.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * @param bootstrap one or more {@code host:port}, with commas
 * @param partitions of {@code millrace.events}, fixed for its life
 * @param properties handed to every Kafka client as they are
 */
public record KafkaSettings(String bootstrap, int replication, int partitions, Map<String, Secret> properties) {
    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** The address and the properties, secrets in the open: for Kafka clients only. */
    public Map<String, Object> clientProperties() {
        final Map<String, Object> revealed = new TreeMap<>();
        properties.forEach((key, value) -> revealed.put(key, value.reveal()));
        revealed.put("bootstrap.servers", bootstrap);
        return revealed;
    }
}
