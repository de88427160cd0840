package io.millrace.app.demo;

import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The demo's configuration and master data: written as files like anybody's, so that every command works on them. */
final class DemoFiles {
    /** A machine nobody simulates: what is published for it by hand appears on the screen. */
    static final String VISITOR = "demo/berlin/visitors/line9/you";

    private static final int CONFIRM_EVERY = 5;
    /** A machine whose tool is worn out has failed; the other stops are none of its own. */
    private static final Set<String> FAILURES = Set.of("TOOL");

    private static final String PLAIN = "plain";
    private static final String TIMED = "timed";

    private final Path folder;
    private final PlantLayout layout;
    private final double unitsPerSecond;

    /** @param unitsPerSecond what each machine makes while it executes: planned run times follow from it */
    DemoFiles(final Path folder, final PlantLayout layout, final double unitsPerSecond) {
        this.folder = folder;
        this.layout = layout;
        this.unitsPerSecond = unitsPerSecond;
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
            line(
                    yaml,
                    "  - { path: %s, authority: %s, settle-after: 0s, micro-stop: 2s%s }",
                    machine.path(),
                    authority,
                    counters);
        }
        line(yaml, "  - { path: %s, authority: report, settle-after: 0s }", VISITOR);
        calendar(yaml);
        line(yaml, "reasons:");
        layout.stopReasons().forEach(reason -> reason(yaml, reason));
        layout.scrapReasons().forEach(reason -> reason(yaml, reason));
        line(yaml, "materials:");
        layout.materials()
                .forEach(each ->
                        line(yaml, "  - { id: %s, text: \"%s\", unit: %s }", each.id(), each.text(), each.unit()));
        orders(yaml);
        return yaml.toString();
    }

    /** Round the clock on every day, so that a demo at any hour is in a shift. */
    private static void calendar(final StringBuilder yaml) {
        line(yaml, "calendars:");
        line(yaml, "  - scope: demo/berlin");
        line(yaml, "    time-zone: Europe/Berlin");
        line(yaml, "    shifts:");
        line(yaml, "      - { name: early, days: Mon-Sun, from: \"06:00\", to: \"14:00\" }");
        line(yaml, "      - { name: late, days: Mon-Sun, from: \"14:00\", to: \"22:00\" }");
        line(yaml, "      - { name: night, days: Mon-Sun, from: \"22:00\", to: \"06:00\" }");
    }

    private void orders(final StringBuilder yaml) {
        line(yaml, "order-types:");
        line(yaml, "  - { type: %s, confirm: { every: %d, interval: 5s } }", PLAIN, CONFIRM_EVERY);
        line(
                yaml,
                "  - { type: %s, confirm: { every: %d, interval: 5s, at-shift-end: true, with-times: true } }",
                TIMED,
                CONFIRM_EVERY);
        line(yaml, "orders:");
        for (final PlantLayout.Queue queue : layout.queues()) {
            final boolean timed = queue.machines().get(0).protocol() == Protocol.SPARKPLUG;
            queue.orders().forEach(order -> order(yaml, order, timed ? TIMED : PLAIN));
        }
        line(
                yaml,
                "  - { order: \"9001\", material: %s, type: %s,"
                        + " operations: [ { operation: \"0010\", confirm: { every: 1 } } ] }",
                layout.materials().get(0).id(),
                PLAIN);
    }

    private static void reason(final StringBuilder yaml, final PlantLayout.Reason reason) {
        line(yaml, "  - { code: %s, text: \"%s\", category: %s }", reason.code(), reason.text(), category(reason));
    }

    private static String category(final PlantLayout.Reason reason) {
        if (FAILURES.contains(reason.code())) {
            return "failure";
        }
        return reason.planned() ? "planned" : "unplanned";
    }

    private void order(final StringBuilder yaml, final PlantLayout.Order order, final String type) {
        line(
                yaml,
                "  - { order: \"%s\", material: %s, type: %s,"
                        + " operations: [ { operation: \"0010\", planned: %d, runtime-per-unit: %.6fms } ] }",
                order.order(),
                order.material().id(),
                type,
                order.planned(),
                1000 / unitsPerSecond);
    }

    private static void line(final StringBuilder yaml, final String format, final Object... values) {
        yaml.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
