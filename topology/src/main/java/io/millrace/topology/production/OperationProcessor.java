package io.millrace.topology.production;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adapter between the machines' progress and the operations' accounts; holds no rule. An account that cannot be read or breaks ends
 * the topology: it would otherwise say FINAL twice or never.
 */
final class OperationProcessor implements Processor<byte[], byte[], String, Statement>, OperationAccount.Outputs {
    static final String OPERATIONS = "operations";

    private final Topics topics;
    private final Statements statements;
    private ProcessorContext<String, Statement> context;
    private KeyValueStore<String, byte[]> accounts;

    OperationProcessor(final Topics topics, final String application) {
        this.topics = topics;
        statements = new Statements(topics, application);
    }

    @Override
    public void init(final ProcessorContext<String, Statement> newContext) {
        context = newContext;
        accounts = context.getStateStore(OPERATIONS);
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        statements.begin(record.timestamp());
        final OperationProgress progress;
        try {
            progress = Json.operationProgress(record.value());
        } catch (final RuntimeException e) {
            refuse(record, e);
            statements.forwardTo(context);
            return;
        }
        apply(progress);
        statements.forwardTo(context);
    }

    private void apply(final OperationProgress progress) {
        final String key = progress.operation().text();
        final byte[] stored = accounts.get(key);
        final OperationAccount account =
                stored == null ? new OperationAccount(progress.operation()) : OperationAccounts.read(stored);
        account.apply(progress, this);
        accounts.put(key, OperationAccounts.write(account));
    }

    private void refuse(final Record<byte[], byte[]> record, final RuntimeException cause) {
        final RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
        final DeadLetter.Position position = new DeadLetter.Position(from.topic(), from.partition(), from.offset());
        statements.add(DeadLetter.ofRecord(
                position,
                TimeUnit.MILLISECONDS.toNanos(record.timestamp()),
                DeadLetter.UNDECODABLE,
                "no progress of an operation: " + cause.getMessage(),
                "",
                record.value()));
    }

    @Override
    public void confirmation(final Confirmation confirmation) {
        statements.add(confirmation);
    }

    @Override
    public void milestone(final Milestone milestone) {
        statements.add(milestone);
    }

    @Override
    public void status(final OrderStatus it) {
        statements.add(
                RecordType.ORDER_STATUS, topics.orderStatus(), it.operation().text(), Json.write(it), it.asOfNs());
    }
}
