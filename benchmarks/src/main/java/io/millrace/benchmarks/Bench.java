package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks and shows what they say: {@code bench [--json file] [pattern...]}. Each runs in a JVM of its own, one after the
 * other; the whole takes less than a minute, so that it is run.
 */
public final class Bench {
    private static final String USAGE = "usage: bench [--json file] [pattern...]   patterns are regular expressions";
    private static final int WARMUPS = 3;
    private static final int MEASUREMENTS = 5;
    /** A JVM's start and end beside its iterations of one second. */
    private static final int OVERHEAD_SECONDS = 1;

    private static final int JDK_THAT_WARNS = 24;

    private Bench() {}

    /** Ends with 0, or with 2 if there was nothing to run. */
    public static void main(final String[] args) {
        final List<String> patterns = new ArrayList<>();
        Path json = null;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--json") && i + 1 < args.length) {
                json = Path.of(args[++i]);
            } else if (args[i].startsWith("-")) {
                System.err.println(USAGE);
                System.exit(2);
            } else {
                patterns.add(args[i]);
            }
        }
        System.exit(run(patterns.toArray(String[]::new), System.out, json) ? 0 : 2);
    }

    /**
     * Runs the benchmarks whose names contain a match of one of the patterns, and shows each figure as it comes.
     *
     * @param patterns regular expressions; none for all benchmarks
     * @param jsonOrNull where JMH's own JSON is written, for tools that compare runs
     * @return false if nothing could be run; what is wrong has been said
     */
    public static boolean run(final String[] patterns, final PrintStream out, final @Nullable Path jsonOrNull) {
        final List<String> names;
        try {
            names = names(patterns);
        } catch (final PatternSyntaxException e) {
            out.println("not a regular expression: " + e.getMessage());
            return false;
        }
        if (names.isEmpty()) {
            out.println("no benchmark matches " + Arrays.toString(patterns) + "; there are:");
            names(new String[0]).forEach(name -> out.println("  " + shortName(name)));
            return false;
        }
        out.printf(
                "%d benchmarks, about %d s: each in a JVM of its own, %d s warm-up, %d measurements of 1 s. %s%n%n",
                names.size(),
                names.size() * (WARMUPS + MEASUREMENTS + OVERHEAD_SECONDS),
                WARMUPS,
                MEASUREMENTS,
                "Leave the machine alone meanwhile.");
        out.printf("%-32s %12s %25s %10s%n", "benchmark", "ns/op", "least .. most", "B/op");
        final List<RunResult> results = new ArrayList<>();
        for (final String name : names) {
            try {
                final RunResult result = new Runner(options(name)).runSingle();
                results.add(result);
                out.println(row(name, result));
            } catch (final RunnerException e) {
                out.println(shortName(name) + " could not be run: " + e.getMessage());
                return false;
            }
        }
        out.printf("%n%s%n", Conditions.here());
        if (jsonOrNull != null) {
            write(results, jsonOrNull);
            out.println("JSON " + jsonOrNull);
        }
        return true;
    }

    /** Full names of the benchmarks that match, sorted. */
    static List<String> names(final String[] patterns) {
        final List<String> includes = patterns.length == 0 ? List.of(".*") : List.of(patterns);
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(silent(), VerboseMode.SILENT), includes, List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .toList();
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private static Options options(final String name) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(name) + "$")
                .forks(1)
                .warmupIterations(WARMUPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(jvmFlags())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    /** A manifest's flags do not reach forked JVMs, so they get the same ones here. */
    static String[] jvmFlags() {
        try (InputStream in = Bench.class.getResourceAsStream("jvm.flags")) {
            final List<String> flags = new ArrayList<>(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+")));
            if (Runtime.version().feature() >= JDK_THAT_WARNS) {
                flags.add("--enable-native-access=ALL-UNNAMED");
                flags.add("--sun-misc-unsafe-memory-access=allow");
            }
            return flags.toArray(String[]::new);
        } catch (final IOException e) {
            throw new UncheckedIOException("the benchmarks' own jar cannot be read", e);
        }
    }

    private static String row(final String name, final RunResult result) {
        final Statistics statistics = result.getPrimaryResult().getStatistics();
        return String.format(
                Locale.ROOT,
                "%-32s %,12.1f %25s %10s",
                shortName(name),
                statistics.getMean(),
                String.format(Locale.ROOT, "%,.1f .. %,.1f", statistics.getMin(), statistics.getMax()),
                allocated(result));
    }

    private static String allocated(final RunResult result) {
        return result.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith("gc.alloc.rate.norm"))
                .map(key -> result.getSecondaryResults().get(key).getScore())
                .map(bytes -> String.format(Locale.ROOT, "%,.0f", bytes))
                .findFirst()
                .orElse("?");
    }

    static String shortName(final String name) {
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static void write(final List<RunResult> results, final Path json) {
        try (PrintStream out = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        } catch (final IOException e) {
            throw new UncheckedIOException("the results cannot be written to " + json, e);
        }
    }
}
