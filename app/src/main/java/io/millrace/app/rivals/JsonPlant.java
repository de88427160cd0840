package io.millrace.app.rivals;

import io.millrace.app.load.LoadMessage;
import io.millrace.app.load.LoadPlant;
import io.millrace.perf.wire.Outbox;
import java.util.ArrayList;
import java.util.List;

/** Machines that share some connections and say everything in canonical JSON. */
final class JsonPlant implements Plant {
    private static final long CONNECTED_WITHIN_MS = 20_000;

    private final int machines;
    private final String turn;
    private final List<Outbox> outboxes = new ArrayList<>();

    JsonPlant(final RivalsOptions options, final Brokers brokers, final String turn) {
        this.machines = options.machines();
        this.turn = turn;
        for (int i = 0; i < Math.min(options.connections(), machines); i++) {
            outboxes.add(new Outbox(brokers.mqtt(), "rivals-" + turn + "-" + i));
        }
    }

    @Override
    public void start(final long nowNs) throws InterruptedException {
        outboxes.forEach(Outbox::start);
        for (final Outbox each : outboxes) {
            each.awaitFirstConnection(CONNECTED_WITHIN_MS);
        }
        for (int machine = 0; machine < machines; machine++) {
            final LoadMessage first = new LoadMessage(turn, machine, 0, nowNs);
            outbox(machine).send(LoadPlant.topic(machine, "context"), first.start());
        }
    }

    @Override
    public void send(final LoadMessage message) {
        outbox(message.machine()).send(message.topic(), message.payload());
    }

    private Outbox outbox(final int machine) {
        return outboxes.get(machine % outboxes.size());
    }

    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
    }
}
