package io.millrace.perf.wire;

import io.millrace.perf.plant.MachineEvent;
import io.millrace.perf.plant.MachineEvent.BogusReading;
import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.CounterReset;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.Measure;
import io.millrace.perf.plant.PlantLayout.Machine;

/** A machine whose events become values of OPC UA nodes. What its counters cannot show, consumption, it does not tell. */
public final class OpcUaMachine {

    private final Machine machine;
    private final PlantServer server;

    public OpcUaMachine(final Machine machine, final PlantServer server) {
        this.machine = machine;
        this.server = server;
    }

    public void tell(final MachineEvent event) {
        if (event instanceof Counted counted) {
            count(counted);
        } else if (event instanceof ToldAgain again) {
            count(again.event());
        } else if (event instanceof StateChanged changed) {
            set("StopReason", changed.reason(), event);
            set("State", changed.state().number(), event);
        } else if (event instanceof OrderChanged changed) {
            set("Order", changed.order(), event);
        } else if (event instanceof ReadAgain read) {
            set("Good", read.good(), event);
            set("Scrap", read.scrap(), event);
        } else if (event instanceof CounterReset reset) {
            set("Good", reset.good(), event);
            set("Scrap", reset.scrap(), event);
        } else if (event instanceof BogusReading bogus) {
            set("Good", bogus.good(), event);
        }
    }

    private void count(final Counted counted) {
        set(counted.measure() == Measure.GOOD ? "Good" : "Scrap", counted.reading(), counted);
    }

    private void set(final String variable, final Object value, final MachineEvent event) {
        server.set(machine.node(variable), value, event.timeMs());
    }
}
