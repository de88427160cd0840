package io.millrace.benchmarks;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import io.millrace.core.machine.InMemoryHistory;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.plant.Definitions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one event costs a machine's account: a good unit a second of one running order, in order, confirmed every 100, blocks of a
 * week of history in memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineDay {
    private static final String MACHINE = "demo/berlin/press/line1/press1";
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 1_790_000_000L * SECOND_NS;

    private final MachineAccount account = new MachineAccount(MACHINE);
    private final Definitions definitions = new Definitions();
    private final InMemoryHistory history = new InMemoryHistory();
    private final CountedOutputs out = new CountedOutputs();
    private long sequence;

    @Setup
    public void startOrder() {
        definitions.apply(Fact.MachineDefined.of(MACHINE, Authority.COUNTER, 0, 0, 60 * SECOND_NS, 0));
        definitions.apply(Fact.OperationDefined.of(
                "1001", "0010", 0, ConfirmationPolicy.of(100_000, 0, true, CorrectionPolicy.REVERSAL), "FG", "PCE"));
        apply(new Fact.OrderContext(Transition.STARTED, false, 0, "1001", "0010"));
    }

    /** The account alone: a reading a second, and a tick every ten. */
    @Benchmark
    public long apply() {
        if (sequence % 10 == 0) {
            apply(new Fact.Tick());
        }
        apply(new Fact.CounterReading(Measure.GOOD, false, sequence * 1_000));
        return out.said();
    }

    /** And its head as bytes, as a store keeps it after each event. */
    @Benchmark
    public byte[] applyAndWrite() {
        apply();
        return account.write();
    }

    private void apply(final Fact fact) {
        sequence++;
        final long timeNs = START_NS + sequence * SECOND_NS;
        final EventHead head = EventHead.of("gw1", "press-opcua", MACHINE, timeNs, timeNs);
        account.apply(new Event(head.withTransport(1, sequence), fact), definitions, history, out);
    }

    long confirmations() {
        return out.confirmations();
    }
}
