package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks in rounds and shows what they say, or compares two runs. */
public final class Bench {
    /** Everything ran, or nothing has become slower. */
    static final int GOOD = 0;
    /** Something has become slower. */
    static final int SLOWER = 1;
    /** There was nothing to run or to compare. */
    static final int NOTHING = 2;

    private static final String USAGE = String.format(
            "usage: bench [--rounds N] [--quick] [--json FILE] [PATTERN...]   patterns are regular expressions%n"
                    + "       bench compare OLD.json NEW.json");

    private static final int JDK_THAT_WARNS = 24;

    private final PrintStream out;
    private final Plan plan;

    Bench(final PrintStream out, final Plan plan) {
        this.out = out;
        this.plan = plan;
    }

    /** Ends with 0; with 1 if a comparison found something slower; with 2 if there was nothing to run or to compare. */
    public static void main(final String[] args) {
        System.exit(run(List.of(args), System.out));
    }

    static int run(final List<String> args, final PrintStream out) {
        if (!args.isEmpty() && args.get(0).equals("compare")) {
            return args.size() == 3 ? compare(Path.of(args.get(1)), Path.of(args.get(2)), out) : usage(out);
        }
        Plan plan = Plan.FULL;
        int rounds = 0;
        Path json = null;
        final List<String> patterns = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            final String arg = args.get(i);
            final boolean hasValue = i + 1 < args.size();
            if (arg.equals("--quick")) {
                plan = Plan.QUICK;
            } else if (arg.equals("--rounds") && hasValue && args.get(i + 1).matches("[1-9]\\d{0,3}")) {
                rounds = Integer.parseInt(args.get(++i));
            } else if (arg.equals("--json") && hasValue) {
                json = Path.of(args.get(++i));
            } else if (arg.startsWith("-")) {
                return usage(out);
            } else {
                patterns.add(arg);
            }
        }
        return new Bench(out, rounds == 0 ? plan : plan.withRounds(rounds)).run(patterns, json);
    }

    private static int usage(final PrintStream out) {
        out.println(USAGE);
        return NOTHING;
    }

    private static int compare(final Path before, final Path after, final PrintStream out) {
        try {
            final Comparison comparison = new Comparison(Results.read(before), Results.read(after));
            comparison.lines().forEach(out::println);
            return comparison.isWorse() ? SLOWER : GOOD;
        } catch (final IOException e) {
            out.println("cannot compare " + before + " with " + after + ": " + e.getMessage());
            return NOTHING;
        }
    }

    private int run(final List<String> patterns, final @Nullable Path jsonOrNull) {
        final List<Case> cases;
        try {
            cases = Case.find(patterns);
        } catch (final PatternSyntaxException e) {
            out.println("not a regular expression: " + e.getMessage());
            return NOTHING;
        }
        if (cases.isEmpty()) {
            out.println("no benchmark matches " + patterns + "; there are:");
            Case.find(List.of()).forEach(each -> out.println("  " + each.name()));
            return NOTHING;
        }
        out.printf(
                "%d benchmarks, %d rounds, about %d s: each in a JVM of its own, %d warm-ups and one measurement of %d ms a round."
                        + " Leave the machine alone meanwhile.%n",
                cases.size(), plan.rounds(), plan.seconds(cases.size()), plan.warmups(), plan.iterationMs());
        try {
            final Results results = new Results(Conditions.here(), plan, rounds(cases));
            out.printf("%n%s%n%s%n", results.table(), results.conditions());
            if (jsonOrNull != null) {
                results.write(jsonOrNull);
                out.println("JSON " + jsonOrNull);
            }
            return GOOD;
        } catch (final RunnerException e) {
            out.println("stopped: " + e.getMessage());
        } catch (final IOException e) {
            out.println("the results cannot be written to " + jsonOrNull + ": " + e.getMessage());
        }
        return NOTHING;
    }

    private List<Result> rounds(final List<Case> cases) throws RunnerException {
        final Map<Case, List<Double>> ns = new LinkedHashMap<>();
        final Map<Case, List<Double>> bytes = new LinkedHashMap<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            out.printf("round %d of %d%n", round, plan.rounds());
            for (final Case each : cases) {
                final RunResult result = new Runner(options(each)).runSingle();
                ns.computeIfAbsent(each, any -> new ArrayList<>())
                        .add(result.getPrimaryResult().getScore());
                bytes.computeIfAbsent(each, any -> new ArrayList<>()).add(allocated(result));
            }
        }
        return cases.stream()
                .map(each -> new Result(each.name(), ns.get(each), bytes.get(each)))
                .toList();
    }

    private Options options(final Case each) {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(each.method()) + "$")
                .forks(1)
                .warmupIterations(plan.warmups())
                .warmupTime(TimeValue.milliseconds(plan.iterationMs()))
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(plan.iterationMs()))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(jvmFlags())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        each.parameters().forEach(options::param);
        return options.build();
    }

    /** A manifest's flags do not reach forked JVMs, so they get the same ones here, and the collector of the launcher. */
    static String[] jvmFlags() {
        try (InputStream in = Bench.class.getResourceAsStream("jvm.flags")) {
            final List<String> flags =
                    new ArrayList<>(Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .split("\\s+")));
            flags.add("-XX:+UseSerialGC");
            if (Runtime.version().feature() >= JDK_THAT_WARNS) {
                flags.add("--enable-native-access=ALL-UNNAMED");
                flags.add("--sun-misc-unsafe-memory-access=allow");
            }
            return flags.toArray(String[]::new);
        } catch (final IOException e) {
            throw new UncheckedIOException("the benchmarks' own jar cannot be read", e);
        }
    }

    private static double allocated(final RunResult result) throws RunnerException {
        return result.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith("gc.alloc.rate.norm"))
                .map(key -> result.getSecondaryResults().get(key).getScore())
                .findFirst()
                .orElseThrow(() -> new RunnerException("this JVM does not say what it allocates"));
    }
}
