package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace bench}: the benchmarks, which are a program of their own: what they compare with, and JMH itself, is no part of
 * the product.
 */
@Command(
        name = "bench",
        description = {
            "Runs the JMH benchmarks: the canonical event beside Jackson and protobuf, and the cost of an event in its"
                    + " machine's account.",
            "Says first how long it will take: without a pattern less than a minute."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String JAR = "benchmarks/target/millrace-bench/millrace-bench.jar";

    @Parameters(paramLabel = "PATTERN", arity = "0..*", description = "Only benchmarks whose name matches.")
    private List<String> patterns = new ArrayList<>();

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
        command.addAll(patterns);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
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
