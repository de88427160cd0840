package io.millrace.topology.production;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.Posting.Status;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.record.Json;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A task of which the posting processor can die and come back while its stores stay. */
final class PostingTask {
    private final Topics topics = Topics.embedded();
    private final MockProcessorContext<String, Statement> context = new MockProcessorContext<>();
    private final RejectedPolicy policy;
    private final WriteBehindStore<String> accounts;
    private final List<String> said = new ArrayList<>();
    private PostingProcessor processor;
    private long offset;

    private PostingTask(final RejectedPolicy policy) {
        this.policy = policy;
        accounts = new WriteBehindStore<>(store(PostingProcessor.POSTINGS, Serdes.String()));
        context.addStateStore(accounts);
        context.addStateStore(store(PostingProcessor.UNPOSTED, Serdes.Bytes()));
        start();
    }

    /** Each confirmation is refused, and each but the first then posted; all of it is repeated. */
    static List<String> run(
            final List<Confirmation> confirmations, final RejectedPolicy policy, final boolean restarts) {
        final PostingTask task = new PostingTask(policy);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < confirmations.size(); i++) {
                final Confirmation each = confirmations.get(i);
                task.take(task.topics.confirmations(), each, Json.write(each), restarts);
                task.answer(each, Status.IN_DOUBT, 1, restarts);
                task.answer(each, i == 0 ? Status.REJECTED : Status.POSTED, 2, restarts);
            }
        }
        return task.said;
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

    private void start() {
        processor = new PostingProcessor(topics, "production", policy);
        processor.init(context);
    }

    private void answer(final Confirmation to, final Status status, final int attempt, final boolean restarts) {
        final Posting posting = new Posting(to.id(), status, attempt, "", "", to.triggerGatewayNs());
        take(topics.postings(), to, Json.write(posting), restarts);
    }

    private void take(final String topic, final Confirmation about, final byte[] value, final boolean restarts) {
        context.setRecordMetadata(topic, 0, offset);
        final byte[] key = about.operation().text().getBytes(StandardCharsets.UTF_8);
        processor.process(new Record<>(key, value, 1_000 + offset++));
        for (final var forwarded : context.forwarded()) {
            final Record<? extends String, ? extends Statement> record = forwarded.record();
            said.add(record.value().topic() + " " + record.key() + " "
                    + new String(record.value().json(), StandardCharsets.ISO_8859_1));
        }
        context.resetForwards();
        if (restarts) {
            accounts.flushCache();
            start();
        }
    }
}
