package io.millrace.app.demo;

import io.millrace.perf.plant.PlantOptions;
import java.nio.file.Path;

/** What the demo and its plant agree on. */
public final class DemoPlant {
    static final String OPC_UA_USER = "millrace";
    /** Where plant and gateway find the OPC UA password, made anew for each demo. */
    public static final String OPC_UA_PASSWORD_VARIABLE = "MILLRACE_DEMO_OPCUA_PASSWORD";

    private DemoPlant() {}

    /** The options that decide the layout; addresses do not. */
    static PlantOptions options(final DemoOptions demo) {
        return PlantOptions.of(
                        PlantOptions.Mqtt.of("127.0.0.1", 1),
                        new PlantOptions.OpcUa(0, OPC_UA_USER, "", false),
                        Path.of("."))
                .withSeed(demo.seed())
                .withMachines(demo.machines())
                .withUnitsPerSecond(demo.unitsPerSecond())
                .withDurationSeconds((int) demo.length().toSeconds());
    }
}
