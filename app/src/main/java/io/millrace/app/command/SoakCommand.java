package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.load.LoadOptions;
import io.millrace.app.load.ResultFiles;
import io.millrace.app.load.SoakReport;
import io.millrace.app.load.SoakRun;
import io.millrace.app.load.SoakText;
import io.millrace.app.run.GatewayRun;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace perf soak}: whether anything grows, slows down or gets lost in hours. */
@Command(
        name = "soak",
        description = {
            "Keeps the load of `millrace perf latency` up for hours, and compares each interval with those before: latency, backlog, CPU,"
                    + " memory, disk.",
            "Writes result.txt, result.json, a histogram of each hop (HdrHistogram) and latency.svg. Ctrl-C ends the load early; what"
                    + " was measured by then is reported.",
            "Exit code 0 only when everything arrived once and intact, every unit was confirmed, and no process grew by more than its"
                    + " limit."
        })
public final class SoakCommand implements Callable<Integer> {
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final int INTERVALS = 60;
    private static final int MOST_INTERVALS = 10_000;
    private static final double PERCENT = 0.01;
    private static final double MOST_PERCENT = 1_000;
    /** Longer than what is left takes: a minute to drain, and the end of each process. */
    private static final long LAST_WORDS_S = 180;

    @Mixin
    private final LoadArguments load = new LoadArguments();

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Events a second, all machines together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--for",
            defaultValue = "8h",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Length of the measurement (default: ${DEFAULT-VALUE}).")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--warm-up",
            defaultValue = "1m",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "At the same rate before it; counted, not measured (default: ${DEFAULT-VALUE}).")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--every",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Length of an interval (default: a sixtieth of --for, 5m at most).")
    private @Nullable Duration every;

    @Option(
            names = "--growth-limit",
            defaultValue = "2",
            paramLabel = "PERCENT",
            description =
                    "By how much the memory of gateway and topology may grow in an hour (default: ${DEFAULT-VALUE}), or by"
                            + " 16 MiB if that is more.")
    private double growthLimit;

    @Override
    public Integer call() throws Exception {
        final Instant startedAt = Instant.now();
        final LoadOptions.Soak asked = asked();
        final LoadOptions options = load.options(startedAt, target);
        load.print("Results: " + options.out());
        final SoakRun run = new SoakRun(options, asked, GatewayRun::now, load::print);
        final CountDownLatch reported = new CountDownLatch(1);
        final Thread onCtrlC = new Thread(() -> stop(run, reported), "soak-stop");
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        try {
            return report(run, options, startedAt).code();
        } finally {
            reported.countDown();
            forget(onCtrlC);
        }
    }

    private LoadOptions.Soak asked() {
        load.checkRate(rate);
        load.check(length.compareTo(SHORTEST_INTERVAL) >= 0, "--for is 1s or more");
        load.check(growthLimit >= 0 && growthLimit <= MOST_PERCENT, "--growth-limit is from 0 to 1000");
        final Duration interval = every == null ? interval(length) : every;
        load.check(interval.compareTo(SHORTEST_INTERVAL) >= 0, "--every is 1s or more");
        load.check(length.dividedBy(interval) <= MOST_INTERVALS, "--every makes more than 10000 intervals of --for");
        return new LoadOptions.Soak(rate, length, warmUp, interval, growthLimit * PERCENT);
    }

    private static Duration interval(final Duration length) {
        final Duration part = length.dividedBy(INTERVALS);
        if (part.compareTo(LONGEST_INTERVAL) > 0) {
            return LONGEST_INTERVAL;
        }
        return part.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : part;
    }

    private ExitCode report(final SoakRun run, final LoadOptions options, final Instant startedAt) throws Exception {
        final SoakReport report = run.run(startedAt);
        final String text = SoakText.of(report);
        final ResultFiles files = new ResultFiles(options.out());
        files.report(text, report);
        files.histograms(
                "Millrace, " + Math.round(rate) + " events/s for hours: latency since the scheduled time, "
                        + report.result(),
                startedAt,
                run.histograms());
        load.print(System.lineSeparator() + text);
        return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** While this waits the process lives on. */
    private static void stop(final SoakRun run, final CountDownLatch reported) {
        run.stop();
        try {
            reported.await(LAST_WORDS_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(final Thread onCtrlC) {
        try {
            Runtime.getRuntime().removeShutdownHook(onCtrlC);
        } catch (final IllegalStateException goingDown) {
            // Ctrl-C it was.
        }
    }
}
