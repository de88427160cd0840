package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace bench}: the benchmarks, which are a program of their own: what they compare with, and JMH itself, is no part of
 * the product.
 */
@Command(
        name = "bench",
        description = {
            "Runs the JMH benchmarks: each hot step beside what else there is for it, in rounds that interleave them.",
            "Says first how long it will take. 'bench compare OLD.json NEW.json' names what has become slower, and then"
                    + " ends with 1."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String JAR = "benchmarks/target/millrace-bench/millrace-bench.jar";

    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..*",
            description = "Only benchmarks whose name matches; or 'compare' and two files.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured; 5 unless told.")
    private @Nullable Integer rounds;

    @Option(
            names = "--quick",
            description = "Short and few rounds: shows that everything runs, its figures are worth little.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there, to be compared later.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        final Path jar = checkout().resolve(JAR);
        if (!Files.isRegularFile(jar)) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "there are no benchmarks beside this program: run ./millrace bench in a checkout of the project, which"
                            + " builds them");
        }
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(options());
        command.addAll(patterns);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private List<String> options() {
        final List<String> options = new ArrayList<>();
        if (quick) {
            options.add("--quick");
        }
        if (rounds != null) {
            options.addAll(List.of("--rounds", rounds.toString()));
        }
        if (json != null) {
            options.addAll(List.of("--json", json.toString()));
        }
        return options;
    }

    /** The folder that holds the modules, seen from {@code app/target/millrace/millrace.jar}. */
    private static Path checkout() throws URISyntaxException {
        final Path own = Path.of(BenchCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path folder = own.toAbsolutePath();
        for (int up = 0; up < 4 && folder.getParent() != null; up++) {
            folder = folder.getParent();
        }
        return folder;
    }
}
