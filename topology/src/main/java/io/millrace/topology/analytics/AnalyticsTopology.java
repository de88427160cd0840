package io.millrace.topology.analytics;

import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Figures, from the production topology's outputs alone. Two halves, joined by a topic: the machines', keyed by machine, and those of all
 * that machines are summed up in, keyed by the whole; the second one passes on to itself, level by level. An application of its own: it
 * can be stopped, rebuilt or run elsewhere without the confirmations noticing.
 */
public final class AnalyticsTopology {
    private AnalyticsTopology() {}

    /** @param application its application id, named as the source of what it says */
    public static Topology build(final Topics topics, final String application) {
        final Topology topology = new Topology();
        read(topology, "statements", topics.stateIntervals(), topics.stops(), topics.counts());
        topology.addProcessor("machines", () -> new MachineFiguresProcessor(topics, application), "statements");
        topology.addStateStore(store(MachineFiguresProcessor.MACHINES), "machines");
        say(topology, "machine-figures", "machines");

        read(topology, "contributions", topics.figures());
        topology.addProcessor("scopes", () -> new ScopeFiguresProcessor(topics, application), "contributions");
        topology.addStateStore(store(ScopeFiguresProcessor.SCOPES), "scopes");
        say(topology, "scope-figures", "scopes");
        return topology;
    }

    private static void read(final Topology topology, final String name, final String... from) {
        topology.addSource(
                AutoOffsetReset.earliest(), name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), from);
    }

    /** As the default partitioner does it, by the place instead of the key. */
    private static void say(final Topology topology, final String name, final String parent) {
        final Serializer<Said> json = (topic, said) -> said.json();
        final StreamPartitioner<String, Said> places = (topic, key, said, partitions) -> Optional.of(
                Set.of(Utils.toPositive(Utils.murmur2(said.place().getBytes(StandardCharsets.UTF_8))) % partitions));
        topology.addSink(name, (key, said, context) -> said.topic(), new StringSerializer(), json, places, parent);
    }

    /** Its owner keeps what is in use: there is nothing left to cache. */
    private static StoreBuilder<WriteBehindStore<Bytes>> store(final String name) {
        return WriteBehindStore.builder(name, Serdes.Bytes(), Topics.compaction())
                .withCachingDisabled();
    }
}
