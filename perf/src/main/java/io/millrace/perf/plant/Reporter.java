package io.millrace.perf.plant;

import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Tells what one machine did, and here and there tells it twice, late, or in the wrong order. Changes nothing about what was made. */
final class Reporter {

    private static final long MIN_DELAY_MS = 1_000;

    private final Machine machine;
    private final PlantOutlet outlet;
    private final MachineTally tally;
    private final SplittableRandom random;
    private final InjectionPlan plan;
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::tellMs)
            .thenComparingLong(d -> d.event().timeMs()));
    private @Nullable Counted swapped;
    private @Nullable Counted last;
    private @Nullable Counted lastButOne;

    Reporter(
            final Machine machine,
            final PlantOutlet outlet,
            final MachineTally tally,
            final SplittableRandom random,
            final InjectionPlan plan) {
        this.machine = machine;
        this.outlet = outlet;
        this.tally = tally;
        this.random = random;
        this.plan = plan;
    }

    void tell(final MachineEvent event) {
        outlet.onMachine(machine, event);
    }

    void tell(final Counted event) {
        if (plan.take(InjectionKind.LATE, event.timeMs())) {
            final long delayMs = random.nextLong(MIN_DELAY_MS, InjectionPlan.MAX_DELAY_MS + 1);
            delayed.add(new Delayed(event.timeMs() + delayMs, event));
            tally.injected(InjectionKind.LATE, 1);
            return;
        }
        if (swapped == null && plan.take(InjectionKind.SWAPPED, event.timeMs())) {
            swapped = event;
            tally.injected(InjectionKind.SWAPPED, 1);
            return;
        }
        outlet.onMachine(machine, event);
        tellSwapped();
        remember(event);
        maybeTellAgain(event);
    }

    /** After a reset the former readings are another life's. */
    void forgetReadings() {
        last = null;
        lastButOne = null;
    }

    /** @return when something held back is due, or {@link Long#MAX_VALUE}. */
    long nextMs() {
        final Delayed next = delayed.peek();
        return next == null ? Long.MAX_VALUE : next.tellMs();
    }

    void tellNextDelayed() {
        final Delayed next = delayed.remove();
        outlet.onMachine(machine, next.event());
        outlet.onStory("%s told %d unit(s) %.1f s late"
                .formatted(
                        machine.workUnit(),
                        next.event().quantity(),
                        (next.tellMs() - next.event().timeMs()) / 1000.0));
    }

    /** Tells everything that is still held back. */
    void flush() {
        tellSwapped();
        while (!delayed.isEmpty()) {
            tellNextDelayed();
        }
    }

    private void tellSwapped() {
        final Counted held = swapped;
        if (held != null) {
            swapped = null;
            outlet.onMachine(machine, held);
            outlet.onStory(machine.workUnit() + " told two reports in the wrong order");
        }
    }

    private void remember(final Counted event) {
        if (event.measure() == Measure.GOOD) {
            lastButOne = last;
            last = event;
        }
    }

    /**
     * An OPC UA server sends no value that equals the one before it, so there the last two are told again, as a server does that
     * sends its queue anew.
     */
    private void maybeTellAgain(final Counted event) {
        final Counted former = machine.protocol() == Protocol.OPC_UA ? lastButOne : null;
        if (!event.equals(last)
                || machine.protocol() == Protocol.OPC_UA && former == null
                || !plan.take(InjectionKind.DUPLICATE, event.timeMs())) {
            return;
        }
        if (former != null) {
            outlet.onMachine(machine, new ToldAgain(former));
            tally.injected(InjectionKind.DUPLICATE, 1);
        }
        outlet.onMachine(machine, new ToldAgain(event));
        tally.injected(InjectionKind.DUPLICATE, 1);
        outlet.onStory(machine.workUnit() + " told the same count again");
    }

    private record Delayed(long tellMs, Counted event) {}
}
