package io.millrace.app.rivals;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.load.LoadMessage;
import io.millrace.app.load.LoadPlant;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.Protocol;
import io.millrace.perf.wire.EdgeNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An edge node for each line, its machines as devices, and the contestant as their primary host: a unit is a data message in which the
 * counter {@code Good} has gone up by one.
 */
final class SparkplugPlant implements Plant {
    static final String GROUP = "hall";

    private static final long HOST_WITHIN_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long CONNECTED_WITHIN_MS = 20_000;
    private static final long LOOK_MS = 20;
    private static final long NS_PER_MS = 1_000_000;

    private final List<PlantLayout.Machine> machines;
    private final Map<String, EdgeNode> nodes = new LinkedHashMap<>();

    /** @param turn the contestant's host id */
    SparkplugPlant(final RivalsOptions options, final Brokers brokers, final String turn) {
        machines = machines(new LoadPlant(options.machines()));
        final Map<String, List<PlantLayout.Machine>> byLine = new LinkedHashMap<>();
        machines.forEach(each -> byLine.computeIfAbsent(each.workCenter(), line -> new ArrayList<>())
                .add(each));
        byLine.forEach((line, devices) ->
                nodes.put(line, new EdgeNode(GROUP, line, devices, brokers.mqtt(), turn, Clock.systemUTC())));
    }

    static List<PlantLayout.Machine> machines(final LoadPlant plant) {
        final List<PlantLayout.Machine> machines = new ArrayList<>();
        for (int machine = 0; machine < plant.machines(); machine++) {
            machines.add(new PlantLayout.Machine(LoadPlant.path(machine), Protocol.SPARKPLUG, 0, 0));
        }
        return machines;
    }

    @Override
    public void start(final long nowNs) throws InterruptedException {
        nodes.values().forEach(EdgeNode::start);
        for (final EdgeNode each : nodes.values()) {
            each.awaitFirstConnection(CONNECTED_WITHIN_MS);
        }
        awaitHost();
        for (int machine = 0; machine < machines.size(); machine++) {
            write(machine, "Order", LoadPlant.operation(machine).text(), nowNs);
        }
    }

    private void awaitHost() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + HOST_WITHIN_NS;
        while (nodes.values().stream().anyMatch(node -> node.hostOnlineForMs() == 0)) {
            if (System.nanoTime() > deadlineNs) {
                throw new Failure(ExitCode.FAILED, "has not said to the edge nodes that it is online");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    @Override
    public void send(final LoadMessage message) {
        write(message.machine(), "Good", message.sequence() + 1L, message.timeNs());
    }

    private void write(final int machine, final String metric, final Object value, final long timeNs) {
        final PlantLayout.Machine device = machines.get(machine);
        final EdgeNode node = nodes.get(device.workCenter());
        if (node != null) {
            node.write(device.workUnit(), Map.of(metric, value), timeNs / NS_PER_MS);
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(EdgeNode::close);
    }
}
