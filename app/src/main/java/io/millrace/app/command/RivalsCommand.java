package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.load.LoadOptions;
import io.millrace.app.load.ResultFiles;
import io.millrace.app.rivals.RivalsOptions;
import io.millrace.app.rivals.RivalsReport;
import io.millrace.app.rivals.RivalsRun;
import io.millrace.app.rivals.RivalsText;
import io.millrace.app.run.GatewayRun;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace perf rivals}: Millrace beside other people's software that does the same job. */
@Command(
        name = "rivals",
        description = {
            "Builds the rivals of perf/rivals in a checkout (Maven, npm), starts an MQTT broker and Kafka, and gives each its turns:"
                    + " events at a fixed rate over MQTT (open loop), a confirmation of every tenth on Kafka.",
            "Writes result.txt, the table, and result.json. Whoever cannot be built or started is named with the reason.",
            "Exit code 1 if Millrace itself lost, doubled or changed anything."
        })
public final class RivalsCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 100;

    @Mixin
    private final LoadArguments load = new LoadArguments();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Names or their beginnings, such as millrace,kafka-streams,raw-kafka (default: everyone).")
    private List<String> only = List.of();

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Events a second, all machines together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--for",
            defaultValue = "30s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Measured in each turn (default: ${DEFAULT-VALUE}).")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Before it in each turn, at the same rate (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--saturate",
            defaultValue = "10s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description =
                    "Behind it in each turn, as much as it takes; 0s leaves that out (default: ${DEFAULT-VALUE}).")
    private Duration saturate = Duration.ZERO;

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--rivals", paramLabel = "DIR", description = "Default: perf/rivals of the checkout this runs in.")
    private @Nullable Path rivals;

    @Override
    public Integer call() throws Exception {
        final Instant startedAt = Instant.now();
        final RivalsOptions options = options(startedAt);
        load.print("Results: " + options.out());
        final RivalsReport report = new RivalsRun(options, GatewayRun::now, load::print).run(startedAt);
        final String text = RivalsText.of(report);
        new ResultFiles(options.out()).report(text, report);
        load.print(System.lineSeparator() + text);
        return (report.isSound() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private RivalsOptions options(final Instant startedAt) throws URISyntaxException {
        final LoadOptions shared = load.options(startedAt);
        load.checkRate(rate);
        load.check(length.toMillis() >= 1_000, "--for is 1s or more");
        load.check(rounds >= 1 && rounds <= MOST_ROUNDS, "--rounds is from 1 to " + MOST_ROUNDS);
        return new RivalsOptions(
                rate,
                warmUp,
                length,
                saturate,
                rounds,
                only,
                shared.machines(),
                shared.connections(),
                rivals == null ? ofCheckout() : rivals,
                shared.out());
    }

    /** Looks upwards from where this program's classes are. */
    private static Path ofCheckout() throws URISyntaxException {
        Path folder = Path.of(RivalsCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toAbsolutePath();
        while (folder != null) {
            final Path rivals = folder.resolve("perf").resolve("rivals");
            if (Files.isDirectory(rivals)) {
                return rivals;
            }
            folder = folder.getParent();
        }
        throw new Failure(
                ExitCode.CANNOT_START,
                "there are no rivals beside this program: run ./millrace perf rivals in a checkout of the project");
    }
}
