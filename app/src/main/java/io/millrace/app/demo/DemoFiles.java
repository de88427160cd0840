package io.millrace.app.demo;

import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The demo's configuration and master data: written as files like anybody's, so that every command works on them. */
final class DemoFiles {
    /** A machine nobody simulates: what is published for it by hand appears on the screen. */
    static final String VISITOR = "demo/berlin/visitors/line9/you";

    private static final int CONFIRM_EVERY = 5;

    private final Path folder;
    private final PlantLayout layout;

    DemoFiles(final Path folder, final PlantLayout layout) {
        this.folder = folder;
        this.layout = layout;
    }

    Path configuration() {
        return folder.resolve("millrace.yaml");
    }

    Path pki() {
        return folder.resolve("pki");
    }

    void write(final DemoPorts ports) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("plant.yaml"), masterData());
        Files.writeString(configuration(), configuration(ports));
    }

    private String configuration(final DemoPorts ports) {
        final StringBuilder yaml = new StringBuilder();
        line(yaml, "# The demo's configuration, written anew at each start.");
        line(
                yaml,
                "gateway: { id: demo, data: \"%s\", http: \"127.0.0.1:%d\", tick: 1s }",
                folder.resolve("gateway"),
                ports.gatewayHttp());
        line(yaml, "kafka: { bootstrap: \"127.0.0.1:%d\", replication: 1, partitions: 2 }", ports.kafka());
        line(
                yaml,
                "topology: { application-id: demo, state: \"%s\", http: \"127.0.0.1:%d\", commit-interval: 20ms, instance: t1 }",
                folder.resolve("topology"),
                ports.topologyHttp());
        line(yaml, "master-data: plant.yaml");
        line(yaml, "sources:");
        line(yaml, "  - name: mes");
        line(yaml, "    type: mqtt-json");
        line(yaml, "    url: mqtt://127.0.0.1:%d", ports.mqtt());
        line(yaml, "    topics: [\"millrace/v1/#\"]");
        if (!layout.machines(Protocol.SPARKPLUG).isEmpty()) {
            sparkplug(yaml, ports);
        }
        if (!layout.machines(Protocol.OPC_UA).isEmpty()) {
            opcUa(yaml, ports);
        }
        return yaml.toString();
    }

    private void sparkplug(final StringBuilder yaml, final DemoPorts ports) {
        line(yaml, "  - name: spb");
        line(yaml, "    type: sparkplug");
        line(yaml, "    url: mqtt://127.0.0.1:%d", ports.mqtt());
        line(yaml, "    host-id: millrace");
        line(yaml, "    groups: [%s]", PlantLayout.SPARKPLUG_GROUP);
        line(yaml, "    machines:");
        for (final PlantLayout.Machine machine : layout.machines(Protocol.SPARKPLUG)) {
            line(yaml, "      - machine: %s", machine.path());
            line(yaml, "        device: %s/%s/%s", PlantLayout.SPARKPLUG_GROUP, machine.edgeNode(), machine.workUnit());
            line(yaml, "        signals:");
            signals(yaml, "metric", "");
        }
    }

    private void opcUa(final StringBuilder yaml, final DemoPorts ports) {
        line(yaml, "  - name: opc");
        line(yaml, "    type: opcua");
        line(yaml, "    url: opc.tcp://127.0.0.1:%d%s", ports.opcUa(), PlantLayout.OPC_UA_PATH);
        line(yaml, "    username: %s", DemoPlant.OPC_UA_USER);
        line(yaml, "    password: \"${env:%s}\"", DemoPlant.OPC_UA_PASSWORD_VARIABLE);
        line(yaml, "    pki: \"%s\"", pki());
        line(yaml, "    machines:");
        for (final PlantLayout.Machine machine : layout.machines(Protocol.OPC_UA)) {
            line(yaml, "      - machine: %s", machine.path());
            line(yaml, "        signals:");
            signals(yaml, "node", "nsu=" + PlantLayout.OPC_UA_NAMESPACE + ";s=" + machine.workUnit() + "/");
        }
    }

    private static void signals(final StringBuilder yaml, final String address, final String prefix) {
        for (final String[] signal : List.of(
                new String[] {"State", "state, table: packml"},
                new String[] {"StopReason", "reason"},
                new String[] {"Good", "counter, measure: good"},
                new String[] {"Scrap", "counter, measure: scrap"},
                new String[] {"Order", "order"})) {
            line(yaml, "          - { %s: \"%s%s\", kind: %s }", address, prefix, signal[0], signal[1]);
        }
    }

    private String masterData() {
        final StringBuilder yaml = new StringBuilder();
        line(yaml, "site-time-zone: Europe/Berlin");
        line(yaml, "machines:");
        for (final PlantLayout.Machine machine : layout.machines()) {
            final String authority = machine.protocol() == Protocol.MQTT_JSON ? "report" : "counter";
            final String counters = machine.goodModulus() == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            ", counters: { good: { modulus: %d, max-step: %d } }",
                            machine.goodModulus(),
                            machine.goodModulus() * 3 / 4);
            line(yaml, "  - { path: %s, authority: %s, settle-after: 0s%s }", machine.path(), authority, counters);
        }
        line(yaml, "  - { path: %s, authority: report, settle-after: 0s }", VISITOR);
        line(yaml, "reasons:");
        layout.stopReasons().forEach(reason -> reason(yaml, reason));
        layout.scrapReasons().forEach(reason -> reason(yaml, reason));
        line(yaml, "materials:");
        layout.materials()
                .forEach(each ->
                        line(yaml, "  - { id: %s, text: \"%s\", unit: %s }", each.id(), each.text(), each.unit()));
        line(yaml, "orders:");
        for (final PlantLayout.Queue queue : layout.queues()) {
            queue.orders().forEach(order -> order(yaml, order, CONFIRM_EVERY));
        }
        order(yaml, "\"9001\"", layout.materials().get(0).id(), 0, 1);
        return yaml.toString();
    }

    private static void reason(final StringBuilder yaml, final PlantLayout.Reason reason) {
        line(
                yaml,
                "  - { code: %s, text: \"%s\", category: %s }",
                reason.code(),
                reason.text(),
                reason.planned() ? "planned" : "unplanned");
    }

    private static void order(final StringBuilder yaml, final PlantLayout.Order order, final int every) {
        order(yaml, "\"" + order.order() + "\"", order.material().id(), order.planned(), every);
    }

    private static void order(
            final StringBuilder yaml, final String order, final String material, final long planned, final int every) {
        line(
                yaml,
                "  - { order: %s, material: %s, operations: [ { operation: \"0010\", planned: %d,"
                        + " confirm: { every: %d, interval: 5s } } ] }",
                order,
                material,
                planned,
                every);
    }

    private static void line(final StringBuilder yaml, final String format, final Object... values) {
        yaml.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
