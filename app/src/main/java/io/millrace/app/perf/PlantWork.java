package io.millrace.app.perf;

import io.millrace.core.event.Fact;
import io.millrace.core.event.ReasonCategory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All machines of a simulated plant at work, from one tick to the next: within that time machine after machine, which for a topology
 * that keeps machines apart is as good as mixed. Master data comes first, the operations of a day at its start. Not thread-safe.
 */
final class PlantWork {
    private final WorkPlan plan;
    private final EventBytes bytes = new EventBytes();
    private final List<MachineWork> machines;
    private final long startNs;
    private long nowNs;
    private long definitions;
    private boolean begun;

    /** @param startNs midnight of the first day, nanoseconds since the epoch */
    PlantWork(final WorkPlan plan, final long startNs) {
        this.plan = plan;
        this.startNs = startNs;
        nowNs = startNs;
        machines = IntStream.range(0, plan.machines())
                .mapToObj(number -> new MachineWork(plan, number, startNs, bytes))
                .toList();
    }

    /** Simulated time since the start, in days. */
    double days() {
        return (nowNs - startNs) / (double) WorkPlan.DAY_NS;
    }

    /** Good units of the completed operations by machine, in thousandths. */
    Map<String, Long> completedMilli() {
        final Map<String, Long> completed = new TreeMap<>();
        machines.forEach(machine -> completed.put(machine.path(), machine.completedMilli()));
        return completed;
    }

    /** Lets the time of one tick pass. */
    void advance(final EventSink sink) {
        begin(sink);
        if ((nowNs - startNs) % WorkPlan.DAY_NS == 0 && plan.definesOperations()) {
            final long first = (nowNs - startNs) / plan.slotNs();
            for (final MachineWork machine : machines) {
                for (long operation = first; operation < first + plan.operationsPerDay(); operation++) {
                    define(machine.definition(operation), sink);
                }
            }
        }
        nowNs = nextNs();
        machines.forEach(machine -> machine.advance(nowNs, sink));
    }

    /** A day need not divide evenly: its last tick is its end. */
    private long nextNs() {
        final long dayNs = nowNs - (nowNs - startNs) % WorkPlan.DAY_NS + WorkPlan.DAY_NS;
        final long next = nowNs + plan.tickNs();
        return dayNs - next < plan.tickNs() ? dayNs : next;
    }

    /**
     * Lets a few machines work on, one operation each, while the others rest.
     *
     * @return their paths
     */
    List<String> oneMoreOperation(final int count, final EventSink sink) {
        final List<MachineWork> chosen = machines.subList(0, Math.min(count, machines.size()));
        for (final MachineWork machine : chosen) {
            final long operation = machine.operationsBegun();
            if (plan.definesOperations()) {
                define(machine.definition(operation), sink);
            }
            final long endNs = startNs + (operation + 1) * plan.slotNs();
            machine.advance(endNs, sink);
            machine.tick(endNs, sink);
        }
        return chosen.stream().map(MachineWork::path).toList();
    }

    private void begin(final EventSink sink) {
        if (begun) {
            return;
        }
        begun = true;
        machines.forEach(machine -> define(machine.definition(), sink));
        MachineWork.REASONS.forEach(
                reason -> define(new Fact.ReasonDefined(0, ReasonCategory.UNPLANNED, reason, reason), sink));
        define(new Fact.MaterialDefined(0, MachineWork.MATERIAL, "part", "pcs"), sink);
    }

    private void define(final Fact.Definition definition, final EventSink sink) {
        final EventBytes.Origin origin = new EventBytes.Origin("", "master-data", ++definitions, nowNs, nowNs);
        sink.definition(bytes.of(origin, "", definition));
    }
}
