package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.load.CatchUpReport;
import io.millrace.app.load.CatchUpRun;
import io.millrace.app.load.LoadOptions;
import io.millrace.app.load.LoadText;
import io.millrace.app.load.ResultFiles;
import io.millrace.app.run.GatewayRun;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace perf catch-up}: how quickly a backlog goes while events keep coming. */
@Command(
        name = "catch-up",
        description = {
            "Freezes a Kafka of its own for a while under the load of `millrace perf latency`, and measures how quickly the gateway"
                    + " takes the backlog there afterwards, and the latency of what comes meanwhile.",
            "Writes result.txt and result.json.",
            "Exit code 0 only when there was a backlog, it went in time, and everything arrived intact."
        })
public final class CatchUpCommand implements Callable<Integer> {
    @Mixin
    private final LoadArguments load = new LoadArguments();

    @Option(names = "--rate", defaultValue = "5000", description = "Events/s all the time (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description =
                    "Before the outage (default: ${DEFAULT-VALUE}); half as long, behind it, is what is compared with.")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--outage",
            defaultValue = "60s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "How long Kafka is frozen (default: ${DEFAULT-VALUE}).")
    private Duration outage = Duration.ZERO;

    @Option(
            names = "--within",
            defaultValue = "5m",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "How soon the backlog must be gone (default: ${DEFAULT-VALUE}).")
    private Duration within = Duration.ZERO;

    @Override
    public Integer call() throws Exception {
        final Instant startedAt = Instant.now();
        load.checkRate(rate);
        load.check(outage.toMillis() >= 2_000, "--outage is 2s or more");
        final LoadOptions options = load.options(startedAt);
        load.print("Results: " + options.out());
        final CatchUpReport report = new CatchUpRun(
                        options, new LoadOptions.CatchUp(rate, warmUp, outage, within), GatewayRun::now, load::print)
                .run(startedAt);
        final String text = LoadText.of(report);
        new ResultFiles(options.out()).report(text, report);
        load.print(System.lineSeparator() + text);
        return (report.isSound() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
