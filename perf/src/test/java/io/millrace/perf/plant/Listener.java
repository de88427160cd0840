package io.millrace.perf.plant;

import io.millrace.perf.plant.MachineEvent.BogusReading;
import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.CounterReset;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.OfficeEvent.ContextCorrected;
import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts one machine's units from nothing but what was told, by rules of its own: counter steps between neighbouring readings
 * for machines with counters, deltas for the others, orders by time. Knows nothing of the tally kept inside the simulation.
 */
final class Listener {

    private static final long HORIZON_MS = 7L * 24 * 3600 * 1000;
    private static final String NONE = "";

    final Map<String, long[]> orders = new LinkedHashMap<>();
    final List<String> borderInsideStep = new ArrayList<>();
    long unattributed;
    long quarantined;
    long duplicates;
    long backwards;

    private final Machine machine;
    private final TreeMap<Long, String> timeline = new TreeMap<>();
    private final Set<Long> borders = new HashSet<>();
    private final Map<Measure, Reading> last = new EnumMap<>(Measure.class);
    private final Set<String> seen = new HashSet<>();

    Listener(final Machine machine, final List<MachineEvent> events, final List<OfficeEvent> office) {
        this.machine = machine;
        readTimeline(events, office);
        if (machine.protocol() == Protocol.MQTT_JSON) {
            events.forEach(this::delta);
        } else {
            events.forEach(this::reading);
        }
    }

    long units(final Measure measure) {
        return orders.values().stream().mapToLong(u -> u[measure.ordinal()]).sum()
                + (measure == Measure.GOOD ? unattributed + quarantined : 0);
    }

    private void readTimeline(final List<MachineEvent> events, final List<OfficeEvent> office) {
        timeline.put(Long.MIN_VALUE, NONE);
        for (final MachineEvent event : events) {
            if (event instanceof OrderChanged changed) {
                timeline.put(changed.timeMs(), changed.order());
            }
        }
        for (final OfficeEvent event : office) {
            if (event instanceof ContextCorrected corrected
                    && corrected.machine().equals(machine)) {
                timeline.remove(corrected.saidMs());
                timeline.put(corrected.trueMs(), corrected.after());
            }
        }
        borders.addAll(timeline.keySet());
    }

    private void delta(final MachineEvent event) {
        final MachineEvent told = event instanceof ToldAgain again ? again.event() : event;
        if (!(told instanceof Counted counted)) {
            return;
        }
        if (!seen.add(counted.id())) {
            duplicates++;
        } else if (counted.timeMs() < newest() - HORIZON_MS) {
            quarantined += counted.quantity();
        } else {
            attribute(counted.timeMs(), counted.measure(), counted.quantity());
        }
    }

    private long newest() {
        return timeline.lastKey();
    }

    private void reading(final MachineEvent event) {
        if (event instanceof Counted counted) {
            step(counted.measure(), counted.timeMs(), counted.reading());
        } else if (event instanceof ToldAgain again) {
            step(again.event().measure(), again.timeMs(), again.event().reading());
        } else if (event instanceof ReadAgain read) {
            step(Measure.GOOD, read.timeMs(), read.good());
            step(Measure.SCRAP, read.timeMs(), read.scrap());
        } else if (event instanceof BogusReading bogus) {
            step(Measure.GOOD, bogus.timeMs(), bogus.good());
        } else if (event instanceof CounterReset reset) {
            last.put(Measure.GOOD, new Reading(reset.timeMs(), reset.good()));
            last.put(Measure.SCRAP, new Reading(reset.timeMs(), reset.scrap()));
        }
    }

    private void step(final Measure measure, final long timeMs, final long value) {
        if (!seen.add(measure + "@" + timeMs + "=" + value)) {
            duplicates++;
            return;
        }
        final Reading before = last.get(measure);
        final boolean wraps = measure == Measure.GOOD && machine.goodModulus() > 0;
        if (before != null && value < before.value() && !wraps) {
            backwards++;
            return;
        }
        last.put(measure, new Reading(timeMs, value));
        if (before == null) {
            return;
        }
        final long units =
                wraps ? Math.floorMod(value - before.value(), machine.goodModulus()) : value - before.value();
        if (units > 0) {
            if (borders.stream().anyMatch(border -> border > before.timeMs() && border <= timeMs)) {
                borderInsideStep.add(measure + " " + before + " -> " + timeMs);
            }
            attribute(timeMs, measure, units);
        }
    }

    private void attribute(final long timeMs, final Measure measure, final long units) {
        final String order = timeline.floorEntry(timeMs).getValue();
        if (order.equals(NONE)) {
            unattributed += units;
        } else {
            orders.computeIfAbsent(order, o -> new long[2])[measure.ordinal()] += units;
        }
    }

    private record Reading(long timeMs, long value) {}
}
