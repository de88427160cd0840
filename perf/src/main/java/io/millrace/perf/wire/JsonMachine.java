package io.millrace.perf.wire;

import io.millrace.perf.plant.MachineEvent;
import io.millrace.perf.plant.MachineEvent.BogusReading;
import io.millrace.perf.plant.MachineEvent.Consumed;
import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.CounterReset;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.PlantLayout.Machine;

/** A machine that publishes canonical JSON: deltas with ids, states, order contexts and consumption. It has no counter to read. */
public final class JsonMachine {

    private final Machine machine;
    private final Outbox outbox;

    public JsonMachine(final Machine machine, final Outbox outbox) {
        this.machine = machine;
        this.outbox = outbox;
    }

    public void tell(final MachineEvent event) {
        if (event instanceof Counted counted) {
            count(counted);
        } else if (event instanceof ToldAgain again) {
            count(again.event());
        } else if (event instanceof StateChanged changed) {
            state(changed);
        } else if (event instanceof OrderChanged changed) {
            order(changed);
        } else if (event instanceof Consumed consumed) {
            consumption(consumed);
        } else if (!isAboutCounters(event)) {
            throw new IllegalArgumentException("no JSON for " + event);
        }
    }

    private static boolean isAboutCounters(final MachineEvent event) {
        return event instanceof ReadAgain || event instanceof CounterReset || event instanceof BogusReading;
    }

    private void count(final Counted counted) {
        final CanonicalJson message = CanonicalJson.of(counted.id(), counted.timeMs())
                .with("measure", counted.measure().wireName())
                .with("quantity", counted.quantity());
        publish("count", counted.reason().isEmpty() ? message : message.with("reason", counted.reason()));
    }

    private void state(final StateChanged changed) {
        final CanonicalJson message = CanonicalJson.of(id("state", changed), changed.timeMs())
                .with("state", changed.state().name())
                .with("mode", "PRODUCTION");
        publish("state", changed.reason().isEmpty() ? message : message.with("reason", changed.reason()));
    }

    private void order(final OrderChanged changed) {
        if (changed.completesPrevious() && !changed.previous().isEmpty()) {
            context("COMPLETED", changed.previous(), changed);
        }
        if (!changed.order().isEmpty()) {
            context("STARTED", changed.order(), changed);
        }
    }

    private void context(final String transition, final String order, final OrderChanged changed) {
        publish(
                "context",
                CanonicalJson.of(id(transition, changed), changed.timeMs())
                        .with("transition", transition)
                        .withOrder(order));
    }

    private void consumption(final Consumed consumed) {
        publish(
                "consumption",
                CanonicalJson.of(consumed.id(), consumed.timeMs())
                        .with("material", consumed.material())
                        .with("lot", consumed.lot())
                        .withMilli("quantity", consumed.quantityMilli()));
    }

    /** Times strictly increase, so kind and time are an id. */
    private String id(final String kind, final MachineEvent event) {
        return machine.workUnit() + "-" + kind + "-" + event.timeMs();
    }

    private void publish(final String kind, final CanonicalJson message) {
        outbox.send(machine.topic(kind), message.bytes());
    }
}
