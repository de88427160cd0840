package io.millrace.topology.production;

import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.fixture.Said;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** What a task of the production topology has to say to one partition of its input, computed in one go: no Kafka, no restarts. */
public final class Recomputation {
    private final MockProcessorContext<String, Statement> context = new MockProcessorContext<>();

    private Recomputation() {}

    /** @param events one partition, in order */
    public static List<Said> machines(
            final Topics topics, final String application, final List<ConsumerRecord<String, byte[]>> events) {
        final Recomputation task = new Recomputation();
        task.addWriteBehind(MachineProcessor.HEADS);
        task.addStore(MachineProcessor.HISTORY);
        return task.run(new MachineProcessor(topics, application, new Conservation(), new Care()), events);
    }

    /** @param progress one partition of the topic between the halves, in order */
    public static List<Said> operations(
            final Topics topics, final String application, final List<ConsumerRecord<String, byte[]>> progress) {
        final Recomputation task = new Recomputation();
        task.addWriteBehind(OperationProcessor.OPERATIONS);
        return task.run(new OperationProcessor(topics, application), progress);
    }

    /** @param confirmations one partition, in order; none of them is answered */
    public static List<Said> postings(
            final Topics topics, final String application, final List<ConsumerRecord<String, byte[]>> confirmations) {
        final Recomputation task = new Recomputation();
        task.addWriteBehind(PostingProcessor.POSTINGS);
        task.addStore(PostingProcessor.UNPOSTED);
        return task.run(new PostingProcessor(topics, application, RejectedPolicy.RETURN), confirmations);
    }

    /** @param changes one partition of the topic between operations and sites, in order */
    public static List<Said> sites(
            final Topics topics, final String application, final List<ConsumerRecord<String, byte[]>> changes) {
        final Recomputation task = new Recomputation();
        task.addWriteBehind(SiteProcessor.SITES);
        return task.run(new SiteProcessor(topics, application), changes);
    }

    private static byte @Nullable [] key(final ConsumerRecord<String, byte[]> record) {
        return record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
    }

    private void addStore(final String name) {
        context.addStateStore(store(name, Serdes.Bytes()));
    }

    private void addWriteBehind(final String name) {
        context.addStateStore(new WriteBehindStore<>(store(name, Serdes.String())));
    }

    private <K> KeyValueStore<K, byte[]> store(final String name, final Serde<K> keys) {
        final KeyValueStore<K, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private List<Said> run(
            final Processor<byte[], byte[], String, Statement> processor,
            final List<ConsumerRecord<String, byte[]>> input) {
        final List<Said> said = new ArrayList<>();
        processor.init(context);
        for (final ConsumerRecord<String, byte[]> record : input) {
            context.setRecordMetadata(record.topic(), record.partition(), record.offset());
            processor.process(new Record<>(key(record), record.value(), record.timestamp()));
            for (final var forwarded : context.forwarded()) {
                final Record<? extends String, ? extends Statement> out = forwarded.record();
                final Statement statement = out.value();
                said.add(Said.of(statement.topic(), out.key(), out.timestamp(), statement.json(), out.headers()));
            }
            context.resetForwards();
        }
        return said;
    }
}
