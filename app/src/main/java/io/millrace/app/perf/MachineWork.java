package io.millrace.app.perf;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One machine at work in simulated time: its operations follow each other in slots of equal length, each begins and ends within its
 * own. The MES says when an operation starts and is completed, with ids; the controller says states and counter readings, without.
 * Not thread-safe.
 */
final class MachineWork {
    static final List<String> REASONS = List.of("JAM", "TOOL", "MATERIAL", "SETUP", "BREAK");
    static final String MATERIAL = "M-100";
    private static final String OPERATION = "0010";
    private static final String MES = "mes";
    private static final String PLC = "plc";

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MAX_SPAN_NS = 300 * SECOND_NS;
    private static final long MOST_SETTLE_AFTER_NS = 120 * SECOND_NS;
    /** From the machine to the gateway. */
    private static final long WAY_NS = 20_000_000L;
    /** The part of its slot that an operation runs; the wait before it takes up to 0.3. */
    private static final double RUNS = 0.6;

    private final WorkPlan plan;
    private final int number;
    private final EventBytes bytes;
    private final String path;
    private final byte[] key;
    private final long startNs;
    private long sequence;
    private long ticks;
    private long counter;
    private long operation;
    private int step;
    private WorkPlan.Drawn drawn;

    /** @param number from 0; its path follows from it */
    MachineWork(final WorkPlan plan, final int number, final long startNs, final EventBytes bytes) {
        this.plan = plan;
        this.number = number;
        this.bytes = bytes;
        this.startNs = startNs;
        path = path(number);
        key = path.getBytes(StandardCharsets.UTF_8);
        drawn = plan.draw(number, 0);
    }

    /** Twenty machines a line, five lines an area. */
    static String path(final int number) {
        return String.format(Locale.ROOT, "scale/plant/area%02d/line%03d/m%04d", number / 100, number / 20, number);
    }

    String path() {
        return path;
    }

    /** Good units of all operations completed so far, in thousandths. */
    long completedMilli() {
        return (step == 0 ? counter : counter - madeOfThis(step)) * 1_000;
    }

    /** How many operations were begun. */
    long operationsBegun() {
        return operation + (step > 0 ? 1 : 0);
    }

    Fact.Definition definition() {
        // Shorter than the pause at the end of a slot, so that with the slot's end everything is told.
        final long settleAfterNs = Math.min(MOST_SETTLE_AFTER_NS, plan.slotNs() / 20);
        return Fact.MachineDefined.of(path, Authority.COUNTER, 0, 0, MAX_SPAN_NS, settleAfterNs);
    }

    Fact.Definition definition(final long ofOperation) {
        return Fact.OperationDefined.of(
                order(ofOperation),
                OPERATION,
                plan.draw(number, ofOperation).units() * 1_000L,
                ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.DELTA),
                MATERIAL,
                "pcs");
    }

    private String order(final long ofOperation) {
        return String.format(Locale.ROOT, "%04d%07d", number, ofOperation);
    }

    /** Everything that happens up to and including a time, in its order. */
    void advance(final long toNs, final EventSink sink) {
        while (true) {
            final long workNs = workNs();
            final long tickNs = startNs + (ticks + 1) * plan.tickNs();
            if (Math.min(workNs, tickNs) > toNs) {
                return;
            }
            if (workNs <= tickNs) {
                work(workNs, sink);
            } else {
                ticks++;
                tick(tickNs, sink);
            }
        }
    }

    /** A tick outside the usual beat. */
    void tick(final long timeNs, final EventSink sink) {
        send(PLC, timeNs, "", new Fact.Tick(), sink);
    }

    private long workNs() {
        final long slotNs = plan.slotNs();
        final long lengthNs = (long) (slotNs * RUNS);
        return startNs + operation * slotNs + drawn.waitNs() + step * lengthNs / (plan.eventsPerOperation() - 1);
    }

    private void work(final long timeNs, final EventSink sink) {
        final int last = plan.eventsPerOperation() - 1;
        if (step == 0) {
            send(MES, timeNs, order(operation) + "-S", context(Transition.STARTED), sink);
        } else if (step == 1) {
            send(PLC, timeNs, "", new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "run", ""), sink);
        } else if (step < last - 1) {
            counter += madeOfThis(step + 1) - madeOfThis(step);
            send(PLC, timeNs, "", new Fact.CounterReading(Measure.GOOD, false, counter * 1_000), sink);
        } else if (step == last - 1) {
            final String reason = REASONS.get(drawn.reason());
            send(PLC, timeNs, "", new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "stop", reason), sink);
        } else {
            send(MES, timeNs, order(operation) + "-C", context(Transition.COMPLETED), sink);
        }
        step++;
        if (step > last) {
            step = 0;
            operation++;
            drawn = plan.draw(number, operation);
        }
    }

    /** Units the running operation has made before a step: its first reading shows none, so that nothing is made between two. */
    private long madeOfThis(final int beforeStep) {
        final int taken = Math.min(Math.max(beforeStep - 2, 0), plan.readings());
        return taken == 0 ? 0 : (long) drawn.units() * (taken - 1) / (plan.readings() - 1);
    }

    private Fact context(final Transition transition) {
        return new Fact.OrderContext(transition, false, 0, order(operation), OPERATION);
    }

    private void send(final String source, final long timeNs, final String id, final Fact fact, final EventSink sink) {
        final EventBytes.Origin origin = new EventBytes.Origin(path, source, ++sequence, timeNs, timeNs + WAY_NS);
        sink.event(key, bytes.of(origin, id, fact));
    }
}
