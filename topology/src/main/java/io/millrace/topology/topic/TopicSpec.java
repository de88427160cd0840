package io.millrace.topology.topic;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param config the broker's topic settings that differ from its defaults
 * @param isPartitionCountFixed what is in it was placed by key and is read by key: another count would split a key's records
 */
public record TopicSpec(String name, int partitions, Map<String, String> config, boolean isPartitionCountFixed) {
    public TopicSpec {
        config = Map.copyOf(config);
        if (partitions < 1) {
            throw new IllegalArgumentException(name + " needs at least one partition, not " + partitions);
        }
    }
}
