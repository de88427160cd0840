package io.millrace.topology.production;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.OperationClock;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Adapter between the machines' progress and clocks and the operations' accounts; holds no rule. An account that cannot be read or breaks ends
 * the topology: it would otherwise say FINAL twice or never.
 */
final class OperationProcessor implements Processor<byte[], byte[], String, Statement>, OperationAccount.Outputs {
    static final String OPERATIONS = "operations";

    private final Topics topics;
    private final Statements statements;
    private ProcessorContext<String, Statement> context;
    private Operations operations;

    OperationProcessor(final Topics topics, final String application) {
        this.topics = topics;
        statements = new Statements(topics, application);
    }

    @Override
    public void init(final ProcessorContext<String, Statement> newContext) {
        context = newContext;
        operations = new Operations(context.getStateStore(OPERATIONS));
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        statements.begin(record.timestamp());
        operations.due(record.timestamp()).forEach(this::forget);
        if (ClockKeys.isOne(record.key())) {
            clock(record);
        } else {
            progress(record);
        }
        statements.forwardTo(context);
    }

    private void clock(final Record<byte[], byte[]> record) {
        final OperationClock clock;
        try {
            clock = Json.operationClock(record.value());
        } catch (final RuntimeException e) {
            refuse(record, "no clock: " + e.getMessage());
            return;
        }
        operations.set(clock);
        for (final OperationKey each : operations.passed()) {
            final Operations.Held held = operations.get(each);
            held.account().passed(operations.watermarkNs(), this);
            operations.save(held);
        }
    }

    private void progress(final Record<byte[], byte[]> record) {
        final OperationProgress progress;
        try {
            progress = Json.operationProgress(record.value());
        } catch (final RuntimeException e) {
            refuse(record, "no progress of an operation: " + e.getMessage());
            return;
        }
        final Operations.Held held = operations.get(progress.operation());
        held.account().apply(progress, record.timestamp(), this);
        held.account().passed(operations.watermarkNs(), this);
        operations.save(held);
    }

    private void forget(final OperationKey operation) {
        operations.remove(operations.get(operation));
        statements.forget(topics.orderStatus(), operation.text());
    }

    private void refuse(final Record<byte[], byte[]> record, final String detail) {
        final RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
        final DeadLetter.Position position = new DeadLetter.Position(from.topic(), from.partition(), from.offset());
        statements.add(DeadLetter.ofRecord(
                position,
                TimeUnit.MILLISECONDS.toNanos(record.timestamp()),
                DeadLetter.UNDECODABLE,
                detail,
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
