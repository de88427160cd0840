package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantTruth.Injected;
import io.millrace.perf.plant.PlantTruth.MachineTruth;
import io.millrace.perf.plant.PlantTruth.Made;
import io.millrace.perf.plant.PlantTruth.OrderTruth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what one machine really made, for which order, and what it did wrong. */
final class MachineTally {

    private final Machine machine;
    private final long[] made = new long[Measure.values().length];
    private final Map<String, long[]> orders = new LinkedHashMap<>();
    private final Map<InjectionKind, Long> injected = new EnumMap<>(InjectionKind.class);

    MachineTally(final Machine machine) {
        this.machine = machine;
    }

    Machine machine() {
        return machine;
    }

    /** Units that belong to an order. */
    void made(final String order, final Measure measure, final long quantity) {
        made[measure.ordinal()] += quantity;
        orders.computeIfAbsent(order, o -> new long[Measure.values().length])[measure.ordinal()] += quantity;
    }

    /** Good units that were made but can be no order's: they count as made and as injected. */
    void madeForNoOrder(final InjectionKind kind, final long quantity) {
        made[Measure.GOOD.ordinal()] += quantity;
        injected(kind, quantity);
    }

    void injected(final InjectionKind kind, final long quantity) {
        injected.merge(kind, quantity, Long::sum);
    }

    void corrected(final OfficeEvent.ContextCorrected correction) {
        move(correction, Measure.GOOD, correction.good());
        move(correction, Measure.SCRAP, correction.scrap());
        injected(InjectionKind.CORRECTION, 1);
    }

    private void move(final OfficeEvent.ContextCorrected correction, final Measure measure, final long quantity) {
        made(correction.after(), measure, -quantity);
        made(correction.before(), measure, quantity);
    }

    MachineTruth truth() {
        final List<OrderTruth> perOrder = new ArrayList<>();
        orders.forEach((key, units) -> {
            final String[] parts = key.split("/");
            perOrder.add(
                    new OrderTruth(parts[0], parts[1], units[Measure.GOOD.ordinal()], units[Measure.SCRAP.ordinal()]));
        });
        return new MachineTruth(
                machine.path(),
                machine.protocol(),
                new Made(made[Measure.GOOD.ordinal()], made[Measure.SCRAP.ordinal()]),
                new Injected(
                        injected.getOrDefault(InjectionKind.UNATTRIBUTED, 0L),
                        injected.getOrDefault(InjectionKind.QUARANTINED, 0L),
                        0,
                        injected.getOrDefault(InjectionKind.DUPLICATE, 0L),
                        injected.getOrDefault(InjectionKind.LATE, 0L)
                                + injected.getOrDefault(InjectionKind.SWAPPED, 0L),
                        injected.getOrDefault(InjectionKind.CORRECTION, 0L),
                        injected.getOrDefault(InjectionKind.WRAP, 0L),
                        injected.getOrDefault(InjectionKind.RESET, 0L),
                        injected.getOrDefault(InjectionKind.BOGUS, 0L)),
                perOrder);
    }
}
