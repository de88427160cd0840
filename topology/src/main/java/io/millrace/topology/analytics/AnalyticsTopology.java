package io.millrace.topology.analytics;

import io.millrace.topology.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Downtime by machine, reason and hour, from the production topology's state intervals alone. An application of its own: it can be
 * stopped, rebuilt or run elsewhere without the confirmations noticing.
 */
public final class AnalyticsTopology {
    static final String DOWNTIME = "downtime";
    static final String DEAD_LETTERS = "dead-letters";

    private AnalyticsTopology() {}

    /** @param application its application id, named as the source of what it says */
    public static Topology build(final Topics topics, final String application) {
        final StoreBuilder<KeyValueStore<Bytes, byte[]>> hours = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(DowntimeProcessor.HOURS), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Topics.compaction());
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "intervals",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.stateIntervals())
                .addProcessor("hours", () -> new DowntimeProcessor(topics, application), "intervals")
                .addStateStore(hours, "hours")
                .addSink(DOWNTIME, topics.downtime(), new StringSerializer(), new ByteArraySerializer(), "hours")
                .addSink(
                        DEAD_LETTERS, topics.deadLetters(), new StringSerializer(), new ByteArraySerializer(), "hours");
    }
}
