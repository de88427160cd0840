package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.load.LatencyReport;
import io.millrace.app.load.LatencyRun;
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

/** {@code millrace perf latency}: how long an event takes to each place on its way. */
@Command(
        name = "latency",
        description = {
            "Publishes events of many machines at a fixed rate as JSON over MQTT, whatever becomes of those before (open loop), and"
                    + " measures how long after its scheduled time each is at the gateway, on Kafka, and confirmed.",
            "Writes result.txt, result.json, a histogram of each hop (HdrHistogram) and latency.svg.",
            "Exit code 0 only when everything arrived once and intact, and every unit was confirmed."
        })
public final class LatencyCommand implements Callable<Integer> {
    @Mixin
    private final LoadArguments load = new LoadArguments();

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Events a second, all machines together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--for",
            defaultValue = "60s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Length of the measurement (default: ${DEFAULT-VALUE}).")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--warm-up",
            defaultValue = "20s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "At the same rate before it; counted, not measured (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--control",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measure Kafka alone afterwards, on a topic of its own that is deleted again (default).")
    private boolean control;

    @Override
    public Integer call() throws Exception {
        final Instant startedAt = Instant.now();
        load.checkRate(rate);
        load.check(length.toMillis() >= 1_000, "--for is 1s or more");
        final LoadOptions options = load.options(startedAt, target);
        load.print("Results: " + options.out());
        final LatencyRun run = new LatencyRun(
                options, new LoadOptions.Latency(rate, length, warmUp, control), GatewayRun::now, load::print);
        final LatencyReport report = run.run(startedAt);
        final String text = LoadText.of(report);
        final ResultFiles files = new ResultFiles(options.out());
        files.report(text, report);
        files.histograms(
                "Millrace, " + Math.round(rate) + " events/s: latency since the scheduled time, " + report.result(),
                startedAt,
                run.histograms());
        load.print(System.lineSeparator() + text);
        return (report.isSound() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
