package io.millrace.perf.wire;

import io.millrace.perf.plant.MachineEvent;
import io.millrace.perf.plant.MachineEvent.BogusReading;
import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.CounterReset;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.MachineState;
import io.millrace.perf.plant.Measure;
import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.Map;

/** A machine that is a device of an edge node: its events become metrics. What its counters cannot show, consumption, it does not tell. */
public final class SparkplugMachine {

    private final String device;
    private final EdgeNode node;
    private StateChanged state = new StateChanged(0, MachineState.IDLE, "");

    public SparkplugMachine(final Machine machine, final EdgeNode node) {
        device = machine.workUnit();
        this.node = node;
    }

    public void tell(final MachineEvent event) {
        if (event instanceof Counted counted) {
            count(counted);
        } else if (event instanceof ToldAgain again) {
            count(again.event());
        } else if (event instanceof StateChanged changed) {
            state = changed;
            write(
                    event,
                    Map.of(
                            "StopReason",
                            changed.reason(),
                            "State",
                            changed.state().number()));
        } else if (event instanceof OrderChanged changed) {
            write(event, Map.of("Order", changed.order()));
        } else if (event instanceof ReadAgain read) {
            write(event, Map.of("Good", read.good(), "Scrap", read.scrap()));
        } else if (event instanceof CounterReset reset) {
            restart(reset);
        } else if (event instanceof BogusReading bogus) {
            write(event, Map.of("Good", bogus.good()));
        }
    }

    private void count(final Counted counted) {
        write(counted, Map.of(counted.measure() == Measure.GOOD ? "Good" : "Scrap", counted.reading()));
    }

    /** A restarted controller reads its inputs anew, so the state is as of now; the order is still the one set earlier. */
    private void restart(final CounterReset reset) {
        node.restart(
                device,
                Map.of(
                        "Good", reset.good(),
                        "Scrap", reset.scrap(),
                        "State", state.state().number(),
                        "StopReason", state.reason()),
                reset.timeMs());
    }

    private void write(final MachineEvent event, final Map<String, ?> values) {
        node.write(device, values, event.timeMs());
    }
}
