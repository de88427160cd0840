package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.app.demo.Demo;
import io.millrace.app.demo.DemoOptions;
import io.millrace.app.demo.DemoOptions.Victim;
import io.millrace.app.demo.DemoOutcome;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.report.ReportText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace demo}: from nothing to a visible confirmation, and a report that it all adds up. */
@Command(
        name = "demo",
        description = {
            "Runs everything on this machine: Kafka, an MQTT broker, a simulated plant behind OPC UA, Sparkplug B and"
                    + " JSON, the gateway and the topologies, each a process of its own on loopback ports.",
            "At the end, or on Ctrl-C, it drains, settles and prints the conservation report.",
            "Exit code 0 only when that is balanced."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final long LAST_WORDS_S = 120;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--for",
            defaultValue = "60s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Length of the run (default: ${DEFAULT-VALUE}); from 30s on every protocol has to show a"
                    + " confirmation, a dropped duplicate and a correction.")
    private Duration length = Duration.ZERO;

    @Option(names = "--seed", description = "Seed of the plant; the same seed makes the same units. Default: the time.")
    private @Nullable Long seed;

    @Option(
            names = "--machines",
            defaultValue = "5",
            description = "Machines of the plant (default: ${DEFAULT-VALUE}).")
    private int machines;

    @Option(
            names = "--rate",
            defaultValue = "4",
            paramLabel = "UNITS",
            description = "Units each machine makes a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--crash",
            paramLabel = "WHAT",
            description =
                    "kill -9 in the middle of the run, then a restart: gateway, topology, broker (Kafka) or all of"
                            + " them, one at a time.")
    private @Nullable String crash;

    @Option(
            names = "--outage",
            defaultValue = "0s",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Kafka is unreachable that long.")
    private Duration outage = Duration.ZERO;

    @Option(names = "--keep", description = "Leave everything running at the end, until Ctrl-C, and keep the data.")
    private boolean keep;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the conservation report there as JSON too.")
    private @Nullable Path report;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder for all data. Default: a new temporary one.")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final boolean terminal = Boolean.getBoolean("millrace.terminal");
        final CountDownLatch ended = new CountDownLatch(1);
        try (Demo demo = new Demo(options(), out, terminal)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, ended), "demo-stop"));
            final DemoOutcome outcome = demo.run();
            print(outcome, out);
            if (keep) {
                demo.keep();
            }
            return (outcome.isBalanced() ? ExitCode.OK : ExitCode.FAILED).code();
        } finally {
            ended.countDown();
        }
    }

    /** On Ctrl-C: lets the demo end in order before the JVM does. */
    private static void stop(final Demo demo, final CountDownLatch ended) {
        demo.stop();
        try {
            ended.await(LAST_WORDS_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DemoOptions options() throws IOException {
        if (length.toSeconds() < 1 || length.compareTo(Duration.ofHours(24)) > 0) {
            throw mistake("--for is from 1s to 24h");
        }
        if (machines < 1 || machines > 500) {
            throw mistake("--machines is from 1 to 500");
        }
        if (!(rate > 0 && rate <= 1_000)) {
            throw mistake("--rate is more than 0 and at most 1000 units a second");
        }
        if (outage.compareTo(length) > 0) {
            throw mistake("--outage cannot be longer than the run (--for)");
        }
        final Path folder = data == null ? Files.createTempDirectory("millrace-demo-") : data;
        return new DemoOptions(
                length,
                seed == null ? System.currentTimeMillis() % 1_000_000 : seed,
                machines,
                rate,
                victims(),
                outage,
                keep || data != null,
                report,
                folder.toAbsolutePath());
    }

    private List<Victim> victims() {
        if (crash == null) {
            return List.of();
        }
        if (crash.equalsIgnoreCase("all")) {
            return List.of(Victim.values());
        }
        try {
            return List.of(Victim.valueOf(crash.toUpperCase(Locale.ROOT)));
        } catch (final IllegalArgumentException unknown) {
            throw mistake("--crash is gateway, topology, broker or all, not '" + crash + "'");
        }
    }

    private ParameterException mistake(final String sentence) {
        return new ParameterException(requireNonNull(spec).commandLine(), sentence);
    }

    private void print(final DemoOutcome outcome, final PrintWriter out) throws IOException {
        out.println();
        out.print(ReportText.of(outcome.report()));
        outcome.incidents().forEach(incident -> out.println("  " + incident.text()));
        outcome.faults().stream()
                .filter(fault -> !outcome.report().faults().contains(fault))
                .forEach(fault -> out.println("  not balanced: " + fault));
        out.printf(
                Locale.ROOT,
                "First confirmation %.1f s after the start; source to confirmed p50 %d ms, p99 %d ms%n",
                outcome.firstConfirmationMs() / 1_000.0,
                outcome.latencyP50Ms(),
                outcome.latencyP99Ms());
        out.println(outcome.isBalanced() ? "Demo: BALANCED" : "Demo: NOT BALANCED");
        out.flush();
        if (report != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), outcome);
        }
    }
}
