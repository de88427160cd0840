package io.millrace.perf;

import io.millrace.perf.plant.MachineEvent;
import io.millrace.perf.plant.OfficeEvent;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantOptions;
import io.millrace.perf.plant.PlantOutlet;
import io.millrace.perf.plant.PlantSimulation;
import io.millrace.perf.plant.PlantTruth;
import io.millrace.perf.plant.Protocol;
import io.millrace.perf.wire.EdgeNode;
import io.millrace.perf.wire.JsonMachine;
import io.millrace.perf.wire.Mes;
import io.millrace.perf.wire.OpcUaMachine;
import io.millrace.perf.wire.Outbox;
import io.millrace.perf.wire.PlantServer;
import io.millrace.perf.wire.SparkplugMachine;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The simulation with its wires: one OPC UA server, the edge nodes, the JSON machines and the MES. Step it from one thread;
 * {@link #run} is the whole life as a process of its own.
 */
public final class SimulatedPlant implements AutoCloseable {

    private static final long CONNECT_BOUND_MS = 30_000;
    /** A reset is only shown to a host that has been there for a while. */
    private static final long SETTLED_MS = 2_000;

    private final InstantSource clock;
    private final PlantLayout layout;
    private final PlantSimulation simulation;
    private final PlantServer server;
    private final Map<String, EdgeNode> edgeNodes = new LinkedHashMap<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final Map<Machine, Consumer<MachineEvent>> wires = new HashMap<>();
    private final Mes mes;

    /** Nothing listens or connects before {@link #connect}. @param stories what happens, in plain words, on the stepping thread */
    public SimulatedPlant(final PlantOptions options, final InstantSource clock, final Consumer<String> stories) {
        this.clock = clock;
        layout = options.layout();
        simulation = new PlantSimulation(
                layout, options.seed(), options.unitsPerSecond(), new Wires(stories), this::isSettled);
        server = new PlantServer(layout.machines(Protocol.OPC_UA), options.opcUa(), options.folder(), clock.millis());
        mes = new Mes(outbox(options, "mes"));
        layout.machines().forEach(machine -> wires.put(machine, wire(machine, options)));
    }

    /**
     * The plant as a process: obeys the lines {@code run}, {@code stop}, {@code settle} and {@code exit} and prints one JSON
     * object per line. Returns after {@code exit} or the end of the commands.
     *
     * @throws IllegalStateException with a sentence that names the remedy, where it cannot start
     */
    public static void run(final PlantOptions options, final InputStream commands, final PrintStream out)
            throws InterruptedException {
        new PlantProcess(options, InstantSource.system(), out).live(commands);
    }

    /** Starts the servers and waits until every connection stands; then the machines say that they are idle. */
    public void connect() throws InterruptedException {
        server.start();
        edgeNodes.values().forEach(EdgeNode::start);
        outboxes.forEach(Outbox::start);
        for (final EdgeNode node : edgeNodes.values()) {
            node.awaitFirstConnection(CONNECT_BOUND_MS);
        }
        for (final Outbox outbox : outboxes) {
            outbox.awaitFirstConnection(CONNECT_BOUND_MS);
        }
        simulation.sit(clock.millis());
    }

    /** To be stepped: started, advanced, finished. */
    public PlantSimulation simulation() {
        return simulation;
    }

    public PlantTruth truth() {
        return simulation.truth();
    }

    public PlantLayout layout() {
        return layout;
    }

    public PlantServer server() {
        return server;
    }

    /** How much has not reached the broker, or waits for the Sparkplug host. */
    public int unsent() {
        return outboxes.stream().mapToInt(Outbox::unacknowledged).sum()
                + edgeNodes.values().stream().mapToInt(EdgeNode::stored).sum();
    }

    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
        edgeNodes.values().forEach(EdgeNode::close);
        server.close();
    }

    private Consumer<MachineEvent> wire(final Machine machine, final PlantOptions options) {
        return switch (machine.protocol()) {
            case OPC_UA -> new OpcUaMachine(machine, server)::tell;
            case SPARKPLUG -> new SparkplugMachine(machine, edgeNode(machine, options))::tell;
            case MQTT_JSON -> new JsonMachine(machine, outbox(options, machine.workUnit()))::tell;
        };
    }

    private EdgeNode edgeNode(final Machine machine, final PlantOptions options) {
        return edgeNodes.computeIfAbsent(
                machine.edgeNode(),
                name -> new EdgeNode(
                        PlantLayout.SPARKPLUG_GROUP,
                        name,
                        layout.machines(Protocol.SPARKPLUG).stream()
                                .filter(device -> device.edgeNode().equals(name))
                                .toList(),
                        options.mqtt(),
                        options.sparkplugHostId(),
                        clock));
    }

    private Outbox outbox(final PlantOptions options, final String name) {
        final Outbox outbox = new Outbox(options.mqtt(), "plant-" + name);
        outboxes.add(outbox);
        return outbox;
    }

    private boolean isSettled(final Machine machine) {
        final EdgeNode node = edgeNodes.get(machine.edgeNode());
        return node == null || node.hostOnlineForMs() >= SETTLED_MS;
    }

    private final class Wires implements PlantOutlet {

        private final Consumer<String> stories;

        Wires(final Consumer<String> stories) {
            this.stories = stories;
        }

        @Override
        public void onMachine(final Machine machine, final MachineEvent event) {
            final Consumer<MachineEvent> wire = wires.get(machine);
            if (wire == null) {
                throw new IllegalArgumentException("no wire for " + machine.path());
            }
            wire.accept(event);
        }

        @Override
        public void onOffice(final OfficeEvent event) {
            mes.tell(event);
        }

        @Override
        public void onStory(final String text) {
            stories.accept(text);
        }
    }
}
