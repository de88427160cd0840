package io.millrace.topology.production;

import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.plant.Definitions;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.OperationClock;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapter between the events' topic and the machines' accounts; holds no rule. A machine whose account breaks is parked, loudly: its
 * later events become dead letters, the other machines go on. For that its account is needed as it was before the event, and since
 * accounts are only written before commits it may have to be won back first, by failing: see {@link Care}.
 */
final class MachineProcessor implements Processor<byte[], byte[], String, Statement> {
    static final String HEADS = "heads";
    static final String HISTORY = "history";
    private static final int DECODED_AT_MOST = 10_000;
    /** At most so often, in the gateway's time, the operations' half is told how far this one is. */
    private static final long CLOCK_EVERY_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(MachineProcessor.class);

    private final EventReader reader = new EventReader();
    private final Topics topics;
    private final List<String> clockKeys;
    private final Statements statements;
    private final MachineOutputs outputs;
    private final Conservation.Part conservation;
    private final Care care;
    private ProcessorContext<String, Statement> context;
    private Heads heads;
    private Definitions definitions;
    private long newestDefinitionNs;

    /** @param care one for all processors of a topology: a task goes on in another after it failed */
    MachineProcessor(final Topics topics, final String application, final Conservation conservation, final Care care) {
        this.topics = topics;
        this.care = care;
        this.conservation = conservation.part();
        clockKeys = ClockKeys.of(topics.partitions());
        statements = new Statements(topics, application);
        outputs = new MachineOutputs(topics, statements, this.conservation);
    }

    /** Also called again on this instance after an aborted transaction: whatever is in memory must come from the stores anew. */
    @Override
    public void init(final ProcessorContext<String, Statement> newContext) {
        context = newContext;
        heads = new Heads(context.getStateStore(HEADS), context.getStateStore(HISTORY), DECODED_AT_MOST);
        definitions = new Definitions();
        heads.definitions().forEach(definitions::restore);
        definitions.restoreVersion(heads.version());
        conservation.begin();
        heads.balances(conservation::kept);
        heads.parked().forEach((machine, why) -> LOG.error("Machine {} is still parked: {}", machine, why));
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        final byte[] value = record.value();
        if (value == null) {
            return; // a marker that warmed a new partition
        }
        statements.begin(record.timestamp());
        try {
            final Event event = reader.read(value);
            take(event, value, record.timestamp());
            if (event.fact() instanceof Fact.Tick) {
                clock(event.head());
            }
        } catch (final EventReader.NoEventException e) {
            refuse(DeadLetter.UNDECODABLE, e.getMessage(), "", value, record.timestamp());
        }
        statements.forwardTo(context);
    }

    @Override
    public void close() {
        conservation.close();
    }

    private void take(final Event event, final byte[] bytes, final long timestampMs) {
        final String machine = event.head().machine();
        if (event.fact() instanceof Fact.Definition definition) {
            define(definition, event.head().gatewayTimeNs(), bytes, timestampMs);
            return;
        }
        final String parked = heads.parked(machine);
        if (parked != null) {
            refuse(DeadLetter.PARKED, parked, machine, bytes, timestampMs);
            return;
        }
        try {
            apply(event, machine);
        } catch (final KafkaException | NewerVersionException e) {
            throw e; // Kafka's own business, or a newer program's: both end the task with nothing of this event kept
        } catch (final RuntimeException e) {
            if (!heads.isWritten(machine)) {
                // The store has not what the account was before this event: back to the commit, and then with care.
                care.need();
                throw new IllegalStateException(
                        "machine " + machine + " is about to be parked, its account broke: " + e.getMessage(), e);
            }
            park(machine, e, bytes, timestampMs);
        }
    }

    /** All that this gateway took in before, and that is in this partition, has been applied. */
    private void clock(final EventHead tick) {
        final Long said = heads.clock(tick.gateway());
        if (said != null && Math.abs(tick.gatewayTimeNs() - said) < CLOCK_EVERY_NS) {
            return;
        }
        heads.saveClock(tick.gateway(), tick.gatewayTimeNs());
        final OperationClock clock = new OperationClock(position().partition(), tick.gateway(), tick.gatewayTimeNs());
        for (final String key : clockKeys) {
            statements.add(RecordType.OPERATION_CLOCK, topics.operations(), key, Json.write(clock), clock.timeNs());
        }
    }

    private RecordMetadata position() {
        return context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
    }

    private void define(
            final Fact.Definition definition, final long saidNs, final byte[] bytes, final long timestampMs) {
        try {
            final int before = definitions.version();
            definitions.apply(definition, saidNs).forEach(heads::saveDefinition);
            if (definitions.version() != before) {
                heads.saveVersion(definitions.version());
            }
            if (Math.floorDiv(saidNs, DAY_NS) > Math.floorDiv(newestDefinitionNs, DAY_NS)) {
                definitions.prune(saidNs).forEach(heads::removeDefinition);
            }
            newestDefinitionNs = Math.max(newestDefinitionNs, saidNs);
        } catch (final IllegalArgumentException e) {
            refuse(DeadLetter.UNDECODABLE, "master data that cannot be: " + e.getMessage(), "", bytes, timestampMs);
        }
    }

    private void apply(final Event event, final String path) {
        final Heads.Machine machine = heads.machine(path);
        machine.account().apply(event, definitions, machine.history(), outputs);
        heads.changed(path, machine);
        if (care.isNeeded()) {
            heads.writeAll();
        }
    }

    private void park(final String machine, final RuntimeException cause, final byte[] bytes, final long timestampMs) {
        LOG.error(
                "Machine {} is parked: its account broke. Its events go to the dead letters from now on, all other"
                        + " machines go on; rebuild this topology's state from the events once the cause is removed",
                machine,
                cause);
        statements.discard();
        final String why = "the machine's account broke: " + cause;
        heads.park(machine, why);
        refuse(DeadLetter.PARKED, why, machine, bytes, timestampMs);
    }

    private void refuse(
            final String reason,
            final String detail,
            final String machine,
            final byte[] bytes,
            final long timestampMs) {
        final RecordMetadata from = position();
        final DeadLetter.Position position = new DeadLetter.Position(from.topic(), from.partition(), from.offset());
        statements.add(DeadLetter.ofRecord(
                position, TimeUnit.MILLISECONDS.toNanos(timestampMs), reason, detail, machine, bytes));
    }
}
