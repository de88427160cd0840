package io.millrace.topology.production;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.PostingAccount;
import io.millrace.core.posting.PostingOutputs;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.core.posting.ReturnDecision;
import io.millrace.core.posting.SiteChange;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adapter between the confirmations, the ERP's answers and the operations' posting accounts; holds no rule. An account that cannot
 * be read or breaks ends the topology: it would otherwise return a quantity twice or never.
 */
final class PostingProcessor implements Processor<byte[], byte[], String, Statement>, PostingOutputs {
    static final String POSTINGS = "postings";
    static final String UNPOSTED = "unposted";
    /** Accounts kept decoded, each up to a few kilobytes. */
    private static final int KEPT = 10_000;

    /** How often, by the records' times, what has become old is looked for. */
    static final Duration SWEEP = Duration.ofHours(1);

    /** An account, and what it keeps outside of itself. */
    private record Held(PostingAccount account, StoredConfirmations open) {}

    private final Topics topics;
    private final RejectedPolicy policy;
    private final Statements statements;
    private ProcessorContext<String, Statement> context;
    private KeyValueStore<String, byte[]> store;
    private Recent<String, Held> accounts;
    private KeyValueStore<Bytes, byte[]> open;

    PostingProcessor(final Topics topics, final String application, final RejectedPolicy policy) {
        this.topics = topics;
        this.policy = policy;
        statements = new Statements(topics, application);
    }

    @Override
    public void init(final ProcessorContext<String, Statement> newContext) {
        context = newContext;
        final WriteBehindStore<String> postings = context.getStateStore(POSTINGS);
        store = postings.entries();
        accounts = new Recent<>(KEPT, this::read, (operation, held) -> store.put(operation, held.account.write()));
        postings.beforeCommit(accounts::writeAll);
        open = context.getStateStore(UNPOSTED);
        context.schedule(SWEEP, PunctuationType.STREAM_TIME, this::sweep);
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        statements.begin(record.timestamp());
        final RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
        if (from.topic().equals(topics.confirmations())) {
            confirmed(record, from);
        } else {
            answered(record, from);
        }
        statements.forwardTo(context);
    }

    private void confirmed(final Record<byte[], byte[]> record, final RecordMetadata from) {
        final Confirmation confirmation;
        try {
            confirmation = Json.confirmation(record.value());
        } catch (final RuntimeException e) {
            refuse(record, from, "no confirmation: " + e.getMessage());
            return;
        }
        final Held held = held(confirmation.operation());
        held.account.confirmed(confirmation, policy, record.timestamp(), held.open, this);
        save(held);
    }

    private void answered(final Record<byte[], byte[]> record, final RecordMetadata from) {
        final OperationKey operation;
        final Posting posting;
        try {
            operation = operation(record.key());
            posting = Json.posting(record.value());
        } catch (final RuntimeException e) {
            refuse(record, from, "no answer to a confirmation: " + e.getMessage());
            return;
        }
        final Held held = held(operation);
        final Answer answer = new Answer(posting, from.partition(), from.offset(), record.timestamp());
        held.account.answered(answer, policy, held.open, this);
        save(held);
    }

    private static OperationKey operation(final byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            throw new IllegalArgumentException("it has no key: the confirmation's, order/operation, belongs there");
        }
        return OperationKey.parse(new String(key, StandardCharsets.UTF_8));
    }

    private Held held(final OperationKey operation) {
        final Held known = accounts.get(operation.text());
        return known == null ? held(new PostingAccount(operation)) : known;
    }

    private @Nullable Held read(final String operation) {
        final byte[] stored = store.get(operation);
        return stored == null ? null : held(PostingAccount.read(stored));
    }

    private Held held(final PostingAccount account) {
        return new Held(account, new StoredConfirmations(open, account.operation()));
    }

    private void save(final Held held) {
        accounts.put(held.account.operation().text(), held);
    }

    private void sweep(final long nowMs) {
        statements.begin(nowMs);
        accounts.writeAll();
        final List<Held> changed = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                final KeyValue<String, byte[]> entry = all.next();
                final PostingAccount account = PostingAccount.read(entry.value);
                if (account.expire(nowMs, this) | account.isForgettable(nowMs)) {
                    changed.add(held(account));
                }
            }
        }
        for (final Held each : changed) {
            if (each.account.isForgettable(nowMs)) {
                forget(each);
            } else {
                save(each);
            }
        }
        statements.forwardTo(context);
    }

    private void forget(final Held held) {
        final String operation = held.account.operation().text();
        held.account.forget(this);
        accounts.forget(operation);
        store.delete(operation);
        held.open.clear();
    }

    private void refuse(final Record<byte[], byte[]> record, final RecordMetadata from, final String detail) {
        statements.add(DeadLetter.ofRecord(
                new DeadLetter.Position(from.topic(), from.partition(), from.offset()),
                TimeUnit.MILLISECONDS.toNanos(record.timestamp()),
                DeadLetter.UNDECODABLE,
                detail,
                "",
                record.value()));
    }

    @Override
    public void status(final PostingStatus it) {
        final String key = it.operation().text();
        statements.add(RecordType.POSTING_STATUS, topics.postingStatus(), key, Json.write(it), it.asOfNs());
    }

    @Override
    public void moved(final SiteChange it) {
        statements.add(RecordType.POSTING_CHANGE, topics.postingChanges(), it.site(), Json.write(it), it.asOfNs());
    }

    @Override
    public void decided(final ReturnDecision decision) {
        statements.add(decision.event());
    }

    @Override
    public void refused(final Refused refused) {
        final Answer answer = refused.answer();
        final DeadLetter.Position position =
                new DeadLetter.Position(topics.postings(), answer.partition(), answer.offset());
        statements.add(new DeadLetter(
                DeadLetter.TOPOLOGY,
                position.toString(),
                TimeUnit.MILLISECONDS.toNanos(answer.takenMs()),
                refused.why().name(),
                refused.why() == Why.POSTED_AFTER_RETURN ? DeadLetter.BUSINESS : DeadLetter.TECHNICAL,
                refused.detail(),
                "",
                "",
                "",
                position,
                Json.write(answer.posting())));
    }
}
