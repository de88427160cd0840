package io.millrace.topology.production;

import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * From events to confirmations, and what became of them. Parts joined by topics: one keyed by machine, which counts and tells; and,
 * off the latency path, one keyed by operation, which says that an operation is finished, another that follows its confirmations
 * until they are posted, and one keyed by site, which adds those up. Run it exactly once.
 */
public final class ProductionTopology {
    private ProductionTopology() {}

    /** As below; what the ERP refuses is returned to its machine, and nobody watches. */
    public static Topology build(final Topics topics, final String application) {
        return build(topics, application, RejectedPolicy.RETURN, new Conservation());
    }

    /**
     * @param application its application id, named as the source of what it says
     * @param rejected what happens to confirmations that the ERP refuses
     * @param conservation is told what the machines say
     */
    public static Topology build(
            final Topics topics,
            final String application,
            final RejectedPolicy rejected,
            final Conservation conservation) {
        final Topology topology = new Topology();
        read(topology, "events", topics.events());
        final Care care = new Care();
        topology.addProcessor(
                "machines", () -> new MachineProcessor(topics, application, conservation, care), "events");
        topology.addStateStore(writeBehind(MachineProcessor.HEADS), "machines");
        topology.addStateStore(store(MachineProcessor.HISTORY), "machines");
        say(topology, "machine-statements", "machines");

        read(topology, "progress", topics.operations());
        topology.addProcessor("operations", () -> new OperationProcessor(topics, application), "progress");
        topology.addStateStore(writeBehind(OperationProcessor.OPERATIONS), "operations");
        say(topology, "operation-statements", "operations");

        read(topology, "postings", topics.confirmations(), topics.postings());
        topology.addProcessor("posted", () -> new PostingProcessor(topics, application, rejected), "postings");
        topology.addStateStore(writeBehind(PostingProcessor.POSTINGS), "posted");
        topology.addStateStore(store(PostingProcessor.UNPOSTED), "posted");
        say(topology, "posting-statements", "posted");

        read(topology, "posting-changes", topics.postingChanges());
        topology.addProcessor("sites", () -> new SiteProcessor(topics, application), "posting-changes");
        topology.addStateStore(writeBehind(SiteProcessor.SITES), "sites");
        say(topology, "site-statements", "sites");
        return topology;
    }

    /** Bytes throughout: what they are is found out in the processors, which can refuse a record without dying of it. */
    private static void read(final Topology topology, final String name, final String... topic) {
        topology.addSource(
                AutoOffsetReset.earliest(), name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private static void say(final Topology topology, final String name, final String parent) {
        final Serializer<Statement> json = (topic, statement) -> statement.json();
        topology.addSink(name, (key, statement, context) -> statement.topic(), new StringSerializer(), json, parent);
    }

    /** Accounts by name, decoded in memory by their owner. */
    private static StoreBuilder<WriteBehindStore<String>> writeBehind(final String name) {
        return WriteBehindStore.builder(name, Serdes.String(), Topics.compaction());
    }

    /** With a cache: what changes more than once between two commits is written, to disk and to its changelog, once. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(final String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Topics.compaction());
    }
}
