package io.millrace.ingest.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the tests in a JVM of its own, to be killed. */
public final class ChildJvm {
    private ChildJvm() {}

    /** With the flags this JVM was started with. */
    public static Process start(final Class<?> main, final String... arguments) throws IOException {
        return start(ManagementFactory.getRuntimeMXBean().getInputArguments(), main, arguments);
    }

    public static Process start(final List<String> flags, final Class<?> main, final String... arguments)
            throws IOException {
        return new ProcessBuilder(command(flags, main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The command line, for what starts it under something else. */
    public static List<String> command(final Class<?> main, final String... arguments) {
        return command(ManagementFactory.getRuntimeMXBean().getInputArguments(), main, arguments);
    }

    private static List<String> command(final List<String> flags, final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        flags.stream()
                .filter(f -> !f.startsWith("-javaagent") && !f.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Surefire may hide the real one in the manifest of a small jar; then it names it here. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
