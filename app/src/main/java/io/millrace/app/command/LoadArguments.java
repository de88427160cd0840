package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.load.LoadOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the load's commands have in common. */
final class LoadArguments {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    static final double MOST_PER_SECOND = 1_000_000;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--machines", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
    private int machines;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "To the MQTT broker, shared by the machines (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the results (default: perf-results/ and the time).")
    private @Nullable Path out;

    /** With processes of its own. */
    LoadOptions options(final Instant startedAt) {
        return options(startedAt, new TargetArguments());
    }

    LoadOptions options(final Instant startedAt, final TargetArguments target) {
        check(machines >= 1 && machines <= 10_000, "--machines is from 1 to 10000");
        check(connections >= 1 && connections <= 1_000, "--connections is from 1 to 1000");
        final Path folder = out == null ? Path.of("perf-results", STAMP.format(startedAt)) : out;
        return new LoadOptions(machines, connections, target.file(), target.pids(), folder.toAbsolutePath());
    }

    /** Ends the command, with the usage, if the rate is none. */
    void checkRate(final double rate) {
        check(rate > 0 && rate <= MOST_PER_SECOND, "--rate is more than 0, to 1000000");
    }

    void check(final boolean holds, final String sentence) {
        if (!holds) {
            throw new ParameterException(requireNonNull(spec).commandLine(), sentence);
        }
    }

    /** Prints each line at once. */
    void print(final String line) {
        requireNonNull(spec).commandLine().getOut().println(line);
        requireNonNull(spec).commandLine().getOut().flush();
    }
}
