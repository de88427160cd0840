package io.millrace.topology.analytics;

import static java.util.Objects.requireNonNull;

import io.millrace.core.aggregate.MachineFigures;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.time.ZoneId;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Adapter between the production topology's outputs and the machines' figures; holds no rule. */
final class MachineFiguresProcessor implements Processor<byte[], byte[], String, Said> {
    static final String MACHINES = "machines";
    /** Machines in memory, each about 30 kB. */
    private static final int KEPT = 2_000;

    private final Topics topics;
    private final CloudEventHeaders headers;
    private final int keptAtMost;
    private ProcessorContext<String, Said> context;
    private Recent<String, Machine> machines;
    private FigureSayings out;

    MachineFiguresProcessor(final Topics topics, final String application) {
        this(topics, application, KEPT);
    }

    /** @param keptAtMost machines kept in memory */
    MachineFiguresProcessor(final Topics topics, final String application, final int keptAtMost) {
        this.topics = topics;
        this.keptAtMost = keptAtMost;
        headers = new CloudEventHeaders(application);
    }

    /** Also called again on this instance after an aborted transaction: what is in memory is read from the store again. */
    @Override
    public void init(final ProcessorContext<String, Said> newContext) {
        context = newContext;
        final WriteBehindStore<Bytes> store = context.getStateStore(MACHINES);
        machines = new Recent<>(
                keptAtMost, path -> new Machine(store.entries(), path), (path, machine) -> machine.write());
        store.beforeCommit(machines::writeAll);
        out = new FigureSayings(topics, headers, context);
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        out.begin(record.timestamp());
        final Input input;
        try {
            input = read(record.value());
        } catch (final RuntimeException e) {
            out.refuse(record, DeadLetter.UNDECODABLE, "nothing figures are made of: " + e.getMessage());
            return;
        }
        final Machine machine = requireNonNull(machines.get(input.machine()));
        machines.put(input.machine(), machine);
        final MachineFigures figures = machine.figures();
        figures.hear(record.timestamp(), out);
        if (!input.tryApply(figures)) {
            out.refuse(record, DeadLetter.TOO_LATE, "the figures of that time are final and not kept any more");
        }
    }

    /** One statement of a machine. */
    private interface Input {
        String machine();

        boolean tryApply(MachineFigures figures);
    }

    private Input read(final byte[] json) {
        final String topic = context.recordMetadata().orElseThrow().topic();
        if (topic.equals(topics.stateIntervals())) {
            return new IntervalInput(Json.stateInterval(json));
        }
        return topic.equals(topics.stops()) ? new StopInput(Json.stop(json)) : new CountInput(Json.counted(json));
    }

    private record IntervalInput(StateInterval interval) implements Input {
        IntervalInput {
            check(interval.machine(), interval.fromNs(), interval.toNs(), interval.planned());
        }

        @Override
        public String machine() {
            return interval.machine();
        }

        @Override
        public boolean tryApply(final MachineFigures figures) {
            return figures.tryApply(interval);
        }
    }

    private record StopInput(Stop stop) implements Input {
        StopInput {
            check(stop.machine(), stop.fromNs(), stop.toNs(), stop.planned());
        }

        @Override
        public String machine() {
            return stop.machine();
        }

        @Override
        public boolean tryApply(final MachineFigures figures) {
            return figures.tryApply(stop);
        }
    }

    private record CountInput(Counted counted) implements Input {
        CountInput {
            check(counted.machine(), counted.fromNs(), counted.fromNs(), counted.planned());
        }

        @Override
        public String machine() {
            return counted.machine();
        }

        @Override
        public boolean tryApply(final MachineFigures figures) {
            return figures.tryApply(counted);
        }
    }

    private static void check(final String machine, final long fromNs, final long toNs, final Planned planned) {
        if (machine.isEmpty()) {
            throw new IllegalArgumentException("field machine is missing");
        }
        if (fromNs > toNs) {
            throw new IllegalArgumentException("it ends before it begins");
        }
        ZoneId.of(planned.zone());
    }
}
