package io.millrace.perf.plant;

import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.OfficeEvent.ContextCorrected;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantLayout.Queue;
import io.millrace.perf.plant.PlantTruth.Global;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The whole plant, stepped from outside: {@link #sit}, {@link #start}, {@link #advanceTo} as often as wanted, {@link #finish},
 * {@link #requestSettlement}. Not thread-safe; everything is told to the outlet on the calling thread.
 */
public final class PlantSimulation {

    private final PlantLayout layout;
    private final long seed;
    private final double unitsPerSecond;
    private final PlantOutlet outlet;
    private final ResetGate resetGate;
    private final List<SimulatedMachine> machines = new ArrayList<>();
    private @Nullable Office office;
    private long startMs;
    private long endMs;
    private boolean finished;
    private long undecodable;
    private long unknownMachine;

    public PlantSimulation(
            final PlantLayout layout,
            final long seed,
            final double unitsPerSecond,
            final PlantOutlet outlet,
            final ResetGate resetGate) {
        this.layout = layout;
        this.seed = seed;
        this.unitsPerSecond = unitsPerSecond;
        this.outlet = outlet;
        this.resetGate = resetGate;
    }

    /** Before the run: every machine says what its counters show and that it is idle. */
    public void sit(final long nowMs) {
        for (final Machine machine : layout.machines()) {
            outlet.onMachine(machine, new ReadAgain(nowMs, machine.firstGood(), 0));
            outlet.onMachine(machine, new StateChanged(nowMs + 1, MachineState.IDLE, ""));
        }
    }

    /** Starts the run; only once. {@code nowMs} must be later than the time given to {@link #sit}. */
    public void start(final long nowMs, final long durationMs) {
        if (office != null) {
            throw new IllegalStateException("this plant has been run already; make another one");
        }
        startMs = nowMs;
        endMs = nowMs + durationMs;
        final Office hired = new Office(nowMs, durationMs);
        office = hired;
        final SplittableRandom random = new SplittableRandom(seed);
        hired.planStrays(layout.machines().get(layout.machines().size() - 1), random.split(), nowMs, durationMs);
        final SimulationSetting setting =
                new SimulationSetting(layout, seed, unitsPerSecond, nowMs, durationMs, hired, outlet, resetGate);
        for (final Queue queue : layout.queues()) {
            final OrderRun orders = new OrderRun(queue, random.split());
            for (final Machine machine : queue.machines()) {
                machines.add(new SimulatedMachine(machine, orders, setting, new MachineTally(machine)));
            }
        }
        machines.forEach(machine -> machine.start(nowMs));
    }

    /** Lets everything happen that is due up to now, but nothing beyond the end of the run, in the order of time. */
    public void advanceTo(final long nowMs) {
        final Office mes = running();
        final long untilMs = Math.min(nowMs, endMs);
        while (true) {
            final SimulatedMachine next = machines.stream()
                    .min(Comparator.comparingLong(SimulatedMachine::nextMs))
                    .orElseThrow();
            if (Math.min(next.nextMs(), mes.nextMs()) > untilMs) {
                return;
            }
            if (mes.nextMs() < next.nextMs()) {
                tellOffice(mes.next());
            } else {
                next.step();
            }
        }
    }

    public boolean isOver(final long nowMs) {
        return nowMs >= endMs;
    }

    /** Ends the run, now if it is not over yet: held-back reports are told, orders completed, machines idle, the MES says the rest. */
    public void finish(final long nowMs) {
        final Office mes = running();
        endMs = Math.min(endMs, nowMs);
        machines.forEach(machine -> machine.finish(endMs));
        while (mes.nextMs() != Long.MAX_VALUE) {
            tellOffice(mes.next());
        }
        finished = true;
    }

    /** The MES asks for everything known to be confirmed. */
    public void requestSettlement(final long nowMs) {
        running().settleRequests(layout.machines(), nowMs).forEach(outlet::onOffice);
    }

    public PlantTruth truth() {
        return new PlantTruth(
                seed,
                startMs,
                finished,
                machines.stream().map(machine -> machine.tally().truth()).toList(),
                new Global(undecodable, unknownMachine));
    }

    private void tellOffice(final OfficeEvent event) {
        outlet.onOffice(event);
        if (event instanceof OfficeEvent.Undecodable) {
            undecodable++;
            outlet.onStory("somebody sent a message that nobody can read");
        } else if (event instanceof OfficeEvent.UnknownMachine) {
            unknownMachine++;
            outlet.onStory("a machine that is in nobody's master data sent a report");
        } else if (event instanceof ContextCorrected correction) {
            onCorrection(correction);
        }
    }

    private void onCorrection(final ContextCorrected correction) {
        machines.stream()
                .map(SimulatedMachine::tally)
                .filter(tally -> tally.machine().equals(correction.machine()))
                .forEach(tally -> tally.corrected(correction));
        outlet.onStory("%s: the MES says that %s began %.1f s later than the machine said; %d unit(s) belong to %s"
                .formatted(
                        correction.machine().workUnit(),
                        correction.after(),
                        (correction.trueMs() - correction.saidMs()) / 1000.0,
                        correction.good() + correction.scrap(),
                        correction.before()));
    }

    private Office running() {
        if (office == null) {
            throw new IllegalStateException("the plant has not been started");
        }
        return office;
    }
}
