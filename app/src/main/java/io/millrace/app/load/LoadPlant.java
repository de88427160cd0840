package io.millrace.app.load;

import io.millrace.core.plant.OperationKey;
import io.millrace.perf.plant.PlantLayout;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The machines that the load comes from, numbered from 0; each has one operation of its own. Immutable. */
public record LoadPlant(int machines) {
    public static final int UNITS_PER_CONFIRMATION = 10;

    private static final String OPERATION = "0010";
    private static final int MACHINES_PER_LINE = 20;

    public static String path(final int machine) {
        return String.format(
                Locale.ROOT, "perf/load/hall/line%d/machine%d", machine / MACHINES_PER_LINE + 1, machine + 1);
    }

    public static String topic(final int machine, final String kind) {
        return PlantLayout.TOPIC_ROOT + path(machine) + "/" + kind;
    }

    public static OperationKey operation(final int machine) {
        return new OperationKey("LOAD" + (machine + 1), OPERATION);
    }

    List<String> paths() {
        return IntStream.range(0, machines).mapToObj(LoadPlant::path).toList();
    }

    /** The master data that an installation needs for these machines: {@code plant.yaml}. */
    public String masterData() {
        final StringBuilder yaml =
                new StringBuilder("# The machines and orders of `millrace perf latency`, `throughput` and `soak`.\n"
                        + "site-time-zone: UTC\n"
                        + "machines:\n");
        for (int machine = 0; machine < machines; machine++) {
            yaml.append(String.format(
                    Locale.ROOT, "  - { path: %s, authority: report, settle-after: 0s }%n", path(machine)));
        }
        yaml.append("materials: [ { id: PERF, text: load, unit: PCE } ]\n");
        yaml.append(String.format(
                Locale.ROOT,
                "order-types: [ { type: perf-load, settle-after: 0s, confirm: { every: %d } } ]%norders:%n",
                UNITS_PER_CONFIRMATION));
        for (int machine = 0; machine < machines; machine++) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "  - { order: %s, material: PERF, type: perf-load, operations: [ { operation: \"%s\" } ] }%n",
                    operation(machine).order(),
                    OPERATION));
        }
        return yaml.toString();
    }
}
