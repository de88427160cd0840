package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.TopologySettings;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.plant.Plant;
import io.millrace.app.plant.PlantFile;
import io.millrace.app.replay.Live;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayReport;
import io.millrace.app.replay.ReplayRequest;
import io.millrace.app.replay.ReplayRequest.Window;
import io.millrace.app.replay.ReplayText;
import io.millrace.app.run.MasterData;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.event.Fact;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace replay}: the past under the same rules or others, beside what was said live. */
@Command(
        name = "replay",
        description = {
            "Sends all kept events through the topologies once more, into topics PREFIX.* of its own, and prints how what"
                    + " they say differs from what is live. Posts nothing, and writes to no live topic.",
            "With --config it shows what other master data would have changed.",
            "TIME: 2026-11-20T06:00:00Z, 2026-11-20T07:00[Europe/Berlin], or -2h for two hours ago.",
            "Exit code 0 only when it is identical."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Pattern OF_A_PLANT = Pattern.compile("(?m)^\\s*[\"']?site-time-zone[\"']?\\s*:");
    private static final Path USUAL = Path.of("millrace.yaml");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Compare what has this source time or a later one (default: everything).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Compare what has an earlier source time than this (default: everything).")
    private @Nullable Instant to;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "PREFIX",
            description = "What the replay's topics begin with.")
    private @Nullable String into;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A plant.yaml, or a millrace.yaml, whose master data holds instead of that among the events.")
    private @Nullable Path config;

    @Option(
            names = "--live",
            paramLabel = "FILE",
            description =
                    "Configuration that names the live cluster and application (default: the one of --config if it is"
                            + " a millrace.yaml, otherwise millrace.yaml).")
    private @Nullable Path liveFile;

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "HOST:PORT",
            description = "Address of a cluster without TLS and SASL instead of --live, such as the demo's.")
    private @Nullable String bootstrap;

    @Option(
            names = "--application",
            paramLabel = "ID",
            description = "The live application, if it is another than --live says, or than "
                    + TopologySettings.DEFAULT_APPLICATION_ID + " with --bootstrap.")
    private @Nullable String application;

    @Option(names = "--force", description = "Delete what an earlier replay left under PREFIX.")
    private boolean force;

    @Option(names = "--drop", description = "Delete the topics PREFIX.* at the end; they are kept otherwise.")
    private boolean drop;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "Print the first N differences (default: ${DEFAULT-VALUE}).")
    private int show;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report there as JSON too, all differences.")
    private @Nullable Path report;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "How long the live topologies may take to read what is replayed (default: ${DEFAULT-VALUE}).")
    private Duration liveWithin = Duration.ZERO;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        final CommandSpec command = requireNonNull(spec);
        if (bootstrap != null && liveFile != null) {
            throw new ParameterException(command.commandLine(), "--live and --bootstrap both name a cluster: give one");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(command.commandLine(), "--from " + from + " is not before --to " + to);
        }
        final String prefix = requireNonNull(into);
        final ReplayRequest request =
                new ReplayRequest(prefix, new Window(from, to), definitions(), force, drop, liveWithin);
        final PrintWriter out = command.commandLine().getOut();
        final Live live = live();
        final ReplayReport outcome =
                Replay.run(application == null ? live : live.withApplication(application), request, line -> {
                    out.println(line);
                    out.flush();
                });
        out.print(ReplayText.of(outcome, show));
        if (!drop) {
            out.printf("the topics %s.* are kept: --force replaces them, --force --drop leaves none%n", prefix);
        }
        out.flush();
        if (report != null) {
            new JsonMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), outcome);
        }
        return (outcome.isIdentical() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private Live live() throws IOException {
        if (bootstrap != null) {
            return Live.at(bootstrap);
        }
        final Path wanted = config != null && !isPlant(config) ? config : USUAL;
        return Live.of(read(liveFile == null ? wanted : liveFile));
    }

    /** @return null if those among the events hold */
    private @Nullable List<Fact.Definition> definitions() throws IOException {
        if (config == null) {
            return null;
        }
        final Plant plant = isPlant(config)
                ? PlantFile.read(config, Surroundings.of(config)).orThrow()
                : read(config).plant();
        return MasterData.definitions(plant);
    }

    private static Configuration read(final Path file) {
        return ConfigurationFile.read(file).orThrow();
    }

    /** Only a plant has a time zone. */
    private static boolean isPlant(final Path file) throws IOException {
        return OF_A_PLANT.matcher(Files.readString(file)).find();
    }
}
