package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.demo.DemoPlant;
import io.millrace.app.exit.ExitCode;
import io.millrace.perf.SimulatedPlant;
import io.millrace.perf.plant.PlantOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace plant}: the simulated plant as a process of its own, told what to do on standard input. */
@Command(
        name = "plant",
        hidden = true,
        description = "Runs the simulated plant. It obeys the lines run, stop, settle and exit on standard input.")
public final class PlantCommand implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "1", description = "Everything random follows from it.")
    private long seed;

    @Option(names = "--machines", defaultValue = "5", description = "How many machines.")
    private int machines;

    @Option(names = "--rate", defaultValue = "4", description = "Units each machine makes a second.")
    private double rate;

    @Option(names = "--for", defaultValue = "60s", converter = DurationOption.class, description = "Length of the run.")
    private Duration length = Duration.ZERO;

    @Option(names = "--mqtt", required = true, paramLabel = "HOST:PORT", description = "The MQTT broker.")
    private String mqtt = "";

    @Option(names = "--opcua-port", defaultValue = "0", description = "Port of the OPC UA server; 0 for any free one.")
    private int opcUaPort;

    @Option(names = "--opcua-user", defaultValue = "millrace", description = "Who may connect by OPC UA.")
    private String opcUaUser = "";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder for its certificates.")
    private @Nullable Path data;

    @Option(names = "--truth", paramLabel = "FILE", description = "Where it writes what really happened.")
    private @Nullable Path truth;

    @Override
    public Integer call() throws Exception {
        final int colon = mqtt.lastIndexOf(':');
        final String password = System.getenv().getOrDefault(DemoPlant.OPC_UA_PASSWORD_VARIABLE, "");
        final PlantOptions options = PlantOptions.of(
                        PlantOptions.Mqtt.of(mqtt.substring(0, colon), Integer.parseInt(mqtt.substring(colon + 1))),
                        new PlantOptions.OpcUa(opcUaPort, opcUaUser, password, false),
                        requireNonNull(data))
                .withSeed(seed)
                .withMachines(machines)
                .withUnitsPerSecond(rate)
                .withDurationSeconds((int) length.toSeconds())
                .withTruthFile(truth);
        SimulatedPlant.run(options, System.in, System.out);
        return ExitCode.OK.code();
    }
}
