package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.perf.Scale;
import io.millrace.app.perf.ScaleOptions;
import io.millrace.app.perf.ScaleReport;
import io.millrace.app.perf.WorkPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace perf scale}: a plant's year through the production topology. */
@Command(
        name = "scale",
        description = {
            "Writes a simulated plant's history to Kafka as gateways would have, lets the topologies count it in a process of their"
                    + " own, and reports CPU, memory, disk and the time of a start behind kill -9 and without local state.",
            "First the cost of an event by the number of machines, then the main run. With the defaults that takes hours:"
                    + " --days 28 shows most of it.",
            "Exit code 0 only when what was told is what was made, and every limit is kept."
        })
public final class ScaleCommand implements Callable<Integer> {
    private static final int LEAST_EVENTS = 6;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--machines", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}.")
    private int machines;

    @Option(
            names = "--operations-per-day",
            defaultValue = "10",
            description = "Of each machine (default: ${DEFAULT-VALUE}).")
    private int operationsPerDay;

    @Option(
            names = "--days",
            defaultValue = "365",
            description = "Simulated days of the main run, 0 for none (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--events-per-operation",
            defaultValue = "8",
            description = "Started, running, counter readings, stopped with a reason, completed: 6 or more (default:"
                    + " ${DEFAULT-VALUE}).")
    private int eventsPerOperation;

    @Option(
            names = "--ticks-per-day",
            defaultValue = "24",
            description = "Of each machine; a gateway's own would be 8640 (default: ${DEFAULT-VALUE}).")
    private int ticksPerDay;

    @Option(
            names = "--define-operations",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Each operation is announced as master data at the start of its day (default).")
    private boolean definesOperations;

    @Option(names = "--partitions", defaultValue = "2", description = "Of every topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--threads", defaultValue = "1", description = "Of each topology (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--heap",
            defaultValue = "2g",
            paramLabel = "SIZE",
            description = "-Xmx of the topologies' process (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(
            names = "--commit-interval",
            defaultValue = "20ms",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Of the topologies (default: ${DEFAULT-VALUE}).")
    private Duration commitInterval = Duration.ZERO;

    @Option(
            names = "--steps",
            defaultValue = "10,200,2000",
            split = ",",
            paramLabel = "MACHINES",
            description = "Machine counts of the cost series (default: ${DEFAULT-VALUE}); 0 for none.")
    private List<Integer> steps = List.of();

    @Option(
            names = "--step-events",
            defaultValue = "300000",
            description = "About how many events each of them takes (default: ${DEFAULT-VALUE}).")
    private long stepEvents;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed is the same history (default: 1).")
    private long seed;

    @Option(
            names = "--profile",
            description = "Also show where the CPU goes in the main run (JFR; costs a few per cent).")
    private boolean profile;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the result there as JSON too.")
    private @Nullable Path report;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder for all data, its folders step-* and year are emptied first. Default: a new temporary one,"
                            + " printed.")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final ScaleOptions options = options();
        out.println("Data and logs: " + options.data());
        final Scale scale = new Scale(options, System::nanoTime, line -> {
            out.println(line);
            out.flush();
        });
        final ScaleReport found = scale.run(Instant.now());
        out.println();
        out.print(Scale.text(found));
        out.flush();
        if (report != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), found);
        }
        return (found.isSound() && found.isWithinLimits() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private ScaleOptions options() throws IOException {
        check(machines >= 1 && machines <= 10_000, "--machines is from 1 to 10000");
        check(operationsPerDay >= 1 && operationsPerDay <= 1_000, "--operations-per-day is from 1 to 1000");
        check(days >= 0 && days <= 3_660, "--days is from 0 to 3660");
        check(
                eventsPerOperation >= LEAST_EVENTS && eventsPerOperation <= 1_000,
                "--events-per-operation is from " + LEAST_EVENTS + " to 1000");
        check(ticksPerDay >= 1 && ticksPerDay <= 8_640, "--ticks-per-day is from 1 to 8640");
        check(partitions >= 1 && partitions <= 64 && threads >= 1 && threads <= 64, "partitions and threads: 1 to 64");
        check(heap.matches("\\d{1,6}[mMgG]"), "--heap is a size such as 512m or 2g");
        final List<Integer> asked = steps.equals(List.of(0)) ? List.of() : steps;
        check(
                asked.stream().allMatch(step -> step >= 1 && step <= 10_000),
                "--steps are machine counts from 1 to 10000, or 0");
        check(stepEvents >= 1, "--step-events is 1 or more");
        final Path folder = data == null ? Files.createTempDirectory("millrace-scale-") : data;
        return new ScaleOptions(
                new WorkPlan(machines, operationsPerDay, eventsPerOperation, ticksPerDay, definesOperations, seed),
                days,
                partitions,
                threads,
                heap,
                commitInterval,
                asked,
                stepEvents,
                profile,
                folder.toAbsolutePath(),
                data != null);
    }

    private void check(final boolean holds, final String sentence) {
        if (!holds) {
            throw new ParameterException(requireNonNull(spec).commandLine(), sentence);
        }
    }
}
