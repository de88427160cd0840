package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.load.LoadOptions;
import io.millrace.app.load.LoadOptions.Stage;
import io.millrace.app.load.LoadText;
import io.millrace.app.load.ResultFiles;
import io.millrace.app.load.ThroughputReport;
import io.millrace.app.load.ThroughputRun;
import io.millrace.app.run.GatewayRun;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace perf throughput}: how many events a second there may be. */
@Command(
        name = "throughput",
        description = {
            "Raises the rate of `millrace perf latency` step by step until the gateway's backlog grows, or not everything of a step"
                    + " has arrived soon after it; reports the highest rate that was sustained, and the CPU of an event.",
            "Writes result.txt and result.json.",
            "Exit code 0 only when everything arrived once and intact in the end, and every unit was confirmed."
        })
public final class ThroughputCommand implements Callable<Integer> {
    @Mixin
    private final LoadArguments load = new LoadArguments();

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Option(
            names = "--stage",
            defaultValue = "confirmations",
            description =
                    "events: to .events only; confirmations: through the topologies too (default: ${DEFAULT-VALUE}).")
    private Stage stage = Stage.CONFIRMATIONS;

    @Option(
            names = "--from",
            defaultValue = "1000",
            description = "Events/s of the first step (default: ${DEFAULT-VALUE}).")
    private double from;

    @Option(names = "--to", defaultValue = "20000", description = "No step beyond it (default: ${DEFAULT-VALUE}).")
    private double to;

    @Option(
            names = "--factor",
            defaultValue = "1.25",
            description = "From a step's rate to the next one's (default: ${DEFAULT-VALUE}).")
    private double factor;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "At the first step's rate, before it (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--step",
            defaultValue = "15s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Length of a step (default: ${DEFAULT-VALUE}); its first third is not measured.")
    private Duration step = Duration.ZERO;

    @Option(
            names = "--within",
            defaultValue = "2s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "How soon after a step all of it must have arrived (default: ${DEFAULT-VALUE}).")
    private Duration within = Duration.ZERO;

    @Override
    public Integer call() throws Exception {
        final Instant startedAt = Instant.now();
        load.check(
                from > 0 && to >= from && to <= LoadArguments.MOST_PER_SECOND,
                "--from is more than 0, --to is not below it, both to 1000000");
        load.check(factor >= 1.01 && factor <= 10, "--factor is from 1.01 to 10");
        load.check(step.toMillis() >= 1_000, "--step is 1s or more");
        final LoadOptions options = load.options(startedAt, target);
        load.print("Results: " + options.out());
        final ThroughputRun run = new ThroughputRun(
                options,
                new LoadOptions.Throughput(stage, from, to, factor, warmUp, step, within),
                GatewayRun::now,
                load::print);
        final ThroughputReport report = run.run(startedAt);
        final String text = LoadText.of(report);
        new ResultFiles(options.out()).report(text, report);
        load.print(System.lineSeparator() + text);
        return (report.isSound() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
