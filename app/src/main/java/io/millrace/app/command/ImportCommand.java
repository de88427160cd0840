package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.ShdrMappingFile;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.run.ImportRun;
import io.millrace.ingest.shdr.ShdrMapping;
import io.millrace.ingest.shdr.ShdrSummary;
import io.millrace.ingest.signal.MachineSignals;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace import}: recorded data through the same path, with the recording's own times. */
@Command(
        name = "import",
        description = {
            "Sends recordings through journal and Kafka with their own times. Format: MTConnect SHDR, plain or gzip.",
            "Importing the same file again changes nothing: what was said before is dropped by its identity."
        })
public final class ImportCommand implements Callable<Integer> {
    private static final int PROGRESS_STEPS = 10;
    private static final Duration KAFKA_WITHIN = Duration.ofMinutes(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recordings of one machine, put in order together.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "millrace.yaml",
            description = "Configuration that names the cluster and the master data (default: ${DEFAULT-VALUE}).")
    private @Nullable Path config;

    @Option(
            names = {"-m", "--mapping"},
            required = true,
            paramLabel = "FILE",
            description = "Which keys are state, mode, reason, counter and order, and of which machine.")
    private @Nullable Path mapping;

    @Override
    public Integer call() throws InterruptedException {
        final CommandSpec command = requireNonNull(spec);
        for (final Path file : files) {
            if (!Files.isReadable(file)) {
                throw new ParameterException(command.commandLine(), "there is no readable file " + file);
            }
        }
        final Configuration configuration =
                ConfigurationFile.read(requireNonNull(config)).orThrow();
        final MachineSignals signals =
                ShdrMappingFile.read(requireNonNull(mapping)).orThrow();
        final PrintWriter out = command.commandLine().getOut();
        final long[] said = {-1};
        final ShdrSummary summary = ImportRun.run(
                configuration,
                files,
                new ShdrMapping(signals.machine(), signals.signals()),
                (done, all) -> {
                    final long step = all == 0 ? PROGRESS_STEPS : done * PROGRESS_STEPS / all;
                    if (step > said[0]) {
                        said[0] = step;
                        out.printf("%3d %% of %d lines%n", step * (100 / PROGRESS_STEPS), all);
                        out.flush();
                    }
                },
                KAFKA_WITHIN);
        out.printf(
                "%d lines from %s to %s: %d events, %d state changes, %d dead letters%n",
                summary.lines(),
                time(summary.firstNs()),
                time(summary.lastNs()),
                summary.events(),
                summary.stateChanges(),
                summary.deadLetters());
        out.flush();
        return ExitCode.OK.code();
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(ns / 1_000_000_000L, ns % 1_000_000_000L);
    }
}
