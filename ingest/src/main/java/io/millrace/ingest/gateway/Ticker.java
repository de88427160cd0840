package io.millrace.ingest.gateway;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.Inlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells the topologies the time: they have no clock of their own. A tick that finds no room is left out, the next one says more. */
final class Ticker implements AutoCloseable {
    static final String SOURCE = "gateway";
    private static final int MACHINES_A_MESSAGE = 128;

    private final String gateway;
    private final Set<String> machines;
    private final Inlet inlet;
    private final LongSupplier clockNs;
    private final int machinesAMessage;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ticker"));

    /** @param machines each tick is for those that are in it then */
    Ticker(
            final String gateway,
            final Set<String> machines,
            final Inlet inlet,
            final LongSupplier clockNs,
            final int ringSlots) {
        this.gateway = gateway;
        this.machines = machines;
        this.inlet = inlet;
        this.clockNs = clockNs;
        this.machinesAMessage = Math.min(MACHINES_A_MESSAGE, ringSlots);
    }

    /**
     * @param daily what else is to be said, once a day
     * @param everySecond what else is to be looked at, once a second
     */
    void start(final long intervalNs, final Runnable daily, final Runnable everySecond) {
        if (intervalNs > 0) {
            executor.scheduleAtFixedRate(this::tick, 0, intervalNs, TimeUnit.NANOSECONDS);
        }
        executor.scheduleAtFixedRate(daily, 1, 1, TimeUnit.DAYS);
        executor.scheduleAtFixedRate(everySecond, 1, 1, TimeUnit.SECONDS);
    }

    /** One tick for each machine, all with the same time. */
    void tick() {
        final long now = clockNs.getAsLong();
        final List<String> all = machines.stream().sorted().toList();
        for (int from = 0; from < all.size(); from += machinesAMessage) {
            final List<Event> message = new ArrayList<>();
            for (final String machine : all.subList(from, Math.min(all.size(), from + machinesAMessage))) {
                message.add(new Event(EventHead.of(gateway, SOURCE, machine, now, now), new Fact.Tick()));
            }
            inlet.tryOffer(message, () -> {});
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
