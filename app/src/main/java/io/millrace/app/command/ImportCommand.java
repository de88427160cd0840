package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.ImportMapping;
import io.millrace.app.config.ImportMappingFile;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.run.GatewayRun;
import io.millrace.app.run.ImportRun;
import io.millrace.app.yaml.Forms;
import io.millrace.ingest.csv.CsvRecording;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.files.ImportSummary;
import io.millrace.ingest.files.NdjsonRecording;
import io.millrace.ingest.files.Recording;
import io.millrace.ingest.shdr.ShdrMapping;
import io.millrace.ingest.shdr.ShdrReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
            "Sends recordings through journal and Kafka with their own times: canonical JSON an object a line (NDJSON),",
            "or, with a mapping, CSV and MTConnect SHDR. Plain or gzip.",
            "Cut off, it goes on where it was when it is run again. Importing the same file again changes nothing: what",
            "was said before is dropped by its identity."
        })
public final class ImportCommand implements Callable<Integer> {
    private static final Duration KAFKA_WITHIN = Duration.ofMinutes(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to import, all of one kind.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "millrace.yaml",
            description = "Configuration that names the cluster and the master data (default: ${DEFAULT-VALUE}).")
    private @Nullable Path config;

    @Option(
            names = {"-m", "--mapping"},
            paramLabel = "FILE",
            description = "What CSV columns or tags, or SHDR keys, mean, and of which machine. Without it: NDJSON.")
    private @Nullable Path mapping;

    @Option(
            names = "--check",
            arity = "0..1",
            paramLabel = "N",
            fallbackValue = "20",
            description =
                    "Sends nothing: prints the first N events it would make (${FALLBACK-VALUE} if N is left out).")
    private @Nullable Integer check;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "max",
            converter = SpeedOption.class,
            description = "1x: as fast as recorded, 60x: a minute in a second, max (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Name of the source in the events' identity (default: ndjson, csv or shdr). With a live"
                    + " source's name, what that source has said already is dropped.")
    private @Nullable String source;

    @Option(names = "--again", description = "From the beginning, also if an import of these files was cut off.")
    private boolean again;

    /**
     * @param kind of file, the usual name of the source
     * @param setup the mapping as it is written
     */
    private record Input(String kind, Recording recording, String setup) {}

    @Override
    public Integer call() throws InterruptedException {
        for (final Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw misused("there is no readable file " + file, null);
            }
        }
        final Configuration configuration =
                ConfigurationFile.read(requireNonNull(config)).orThrow();
        final Set<String> known = configuration.plant().machinePaths();
        final Input input = input(known);
        return (check == null ? run(configuration, input) : check(input, known, check)).code();
    }

    private Input input(final Set<String> known) {
        final Path file = mapping;
        if (file == null) {
            return new Input("ndjson", new NdjsonRecording(files, known, FileLimits.DEFAULT), "");
        }
        final ImportMapping read = ImportMappingFile.read(file).orThrow();
        try {
            final String setup = Files.readString(file);
            if (read instanceof ImportMapping.Csv csv) {
                return new Input("csv", new CsvRecording(files, csv.mapping(), known, FileLimits.DEFAULT), setup);
            }
            final ImportMapping.Shdr shdr = (ImportMapping.Shdr) read;
            final ShdrMapping keys =
                    new ShdrMapping(shdr.signals().machine(), shdr.signals().signals());
            return new Input("shdr", new ShdrReplay(files, List.of(keys), known, FileLimits.DEFAULT), setup);
        } catch (final IllegalArgumentException unknown) {
            throw misused(file + ": " + unknown.getMessage(), unknown);
        } catch (final IOException gone) {
            throw misused(file + " cannot be read: " + gone.getMessage(), gone);
        }
    }

    private ExitCode check(final Input input, final Set<String> known, final int most) {
        if (most < 1) {
            throw misused("--check " + most + ": print at least one event", null);
        }
        final PrintWriter out = out();
        final CheckPlayback playback = new CheckPlayback(out, known, most, GatewayRun.now());
        try {
            input.recording().play(playback);
        } catch (final IOException unreadable) {
            throw new Failure(ExitCode.FAILED, String.valueOf(unreadable.getMessage()), unreadable);
        }
        out.printf("%d events, %d faults; nothing was sent%n", playback.events(), playback.faults());
        out.flush();
        return playback.faults() == 0 && playback.events() > 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private ExitCode run(final Configuration configuration, final Input input) throws InterruptedException {
        final PrintWriter out = out();
        final ImportBar bar = new ImportBar(out, System.console() != null, System::nanoTime);
        final ImportSummary summary;
        try {
            summary = ImportRun.run(
                    configuration,
                    new ImportRun.Job(input.recording(), input.setup(), sourceName(input.kind()), speed, again),
                    bar,
                    KAFKA_WITHIN);
        } finally {
            bar.close();
        }
        out.printf(
                "%d lines from %s to %s: %d events, %d state changes, %d dead letters%n",
                summary.lines(),
                time(summary.firstNs()),
                time(summary.lastNs()),
                summary.events(),
                summary.stateChanges(),
                summary.deadLetters());
        if (summary.resumedAt() > 0) {
            out.printf("%d messages of them were durable from before and not sent again%n", summary.resumedAt());
        }
        out.flush();
        return ExitCode.OK;
    }

    private String sourceName(final String usual) {
        if (source == null) {
            return usual;
        }
        try {
            return Forms.name().parse().apply(source);
        } catch (final IllegalArgumentException noName) {
            throw misused("--source " + noName.getMessage(), noName);
        }
    }

    private PrintWriter out() {
        return requireNonNull(spec).commandLine().getOut();
    }

    private ParameterException misused(final String why, final @Nullable Throwable cause) {
        return cause == null
                ? new ParameterException(requireNonNull(spec).commandLine(), why)
                : new ParameterException(requireNonNull(spec).commandLine(), why, cause);
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(ns / 1_000_000_000L, ns % 1_000_000_000L);
    }
}
