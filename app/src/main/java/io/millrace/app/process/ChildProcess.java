package io.millrace.app.process;

import io.millrace.app.Millrace;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code millrace} command in a JVM of its own, or another program, killed and started again at will. It ends when this
 * process does, whatever ends it. Its log is a file. Not thread-safe, but for {@link #pid()}.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long READY_WITHIN_S = 90;
    /** What the application's manifest grants `java -jar`, said again for a class path. */
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
    /** Ctrl-C goes to every process of a terminal, but only this one may end on it: the others are still needed to drain. */
    private static final List<String> SHIELDED = List.of("/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\"");
    /** From this version on the JDK warns of what the libraries below us do with memory. */
    private static final int JDK_THAT_WARNS = 24;

    private final String name;
    private final List<String> command;
    private final String readyWord;
    private final Map<String, String> environment;
    private final Path log;
    private final Consumer<String> lines;
    private volatile @Nullable Process process;
    private CompletableFuture<String> ready = new CompletableFuture<>();

    /**
     * @param jvm flags of its virtual machine, such as {@code -Xmx384m}
     * @param arguments of the {@code millrace} command
     * @param environment added to this process's own: the place for secrets
     * @param lines called with each line the child prints, on a thread of its own
     */
    public ChildProcess(
            final String name,
            final List<String> jvm,
            final List<String> arguments,
            final Map<String, String> environment,
            final Path log,
            final Consumer<String> lines) {
        this(name, command(jvm, arguments), "\"ready\"", environment, log, lines);
    }

    private ChildProcess(
            final String name,
            final List<String> command,
            final String readyWord,
            final Map<String, String> environment,
            final Path log,
            final Consumer<String> lines) {
        this.name = name;
        this.command = List.copyOf(command);
        this.readyWord = readyWord;
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.lines = lines;
    }

    /**
     * Another program.
     *
     * @param command which ends when its standard input does
     * @param readyWord is in the line it prints when it is ready
     */
    public static ChildProcess of(
            final String name, final List<String> command, final String readyWord, final Path log) {
        return new ChildProcess(name, command, readyWord, Map.of(), log, line -> {});
    }

    public String name() {
        return name;
    }

    public long pid() {
        final Process running = process;
        return running == null ? -1 : running.pid();
    }

    /** Starts it and returns; see {@link #awaitReady()}. */
    public void start() throws IOException {
        final CompletableFuture<String> whenReady = new CompletableFuture<>();
        ready = whenReady;
        Files.createDirectories(log.toAbsolutePath().getParent());
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        final Process started = builder.start();
        process = started;
        final Thread reader = new Thread(() -> read(started, whenReady), name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private static List<String> command(final List<String> jvm, final List<String> arguments) {
        final List<String> command = new ArrayList<>(SHIELDED);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        if (Runtime.version().feature() >= JDK_THAT_WARNS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(jvm);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Millrace.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private void read(final Process from, final CompletableFuture<String> whenReady) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.contains(readyWord)) {
                    whenReady.complete(line);
                }
                lines.accept(line);
            }
        } catch (final IOException ended) {
            lines.accept("{\"event\":\"ended\"}");
        }
        whenReady.completeExceptionally(new IOException("it ended"));
    }

    /** @return the line in which it said that it is ready */
    public String awaitReady() throws InterruptedException {
        try {
            return ready.get(READY_WITHIN_S, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException e) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "the " + name + " did not start within " + READY_WITHIN_S + " s: " + lastLines() + " (its log: "
                            + log + ")",
                    e);
        }
    }

    private String lastLines() {
        try {
            final List<String> all = Files.readAllLines(log);
            return String.join(" | ", all.subList(Math.max(0, all.size() - 3), all.size()));
        } catch (final IOException e) {
            return "no log";
        }
    }

    /** One line to its standard input. */
    public void tell(final String line) throws IOException {
        final OutputStream in = running().getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /**
     * SIGKILL: nothing is flushed, no hook runs.
     *
     * @return its exit code, 137 where the kill hit it
     */
    public int kill() throws InterruptedException {
        return running().destroyForcibly().waitFor();
    }

    /** SIGSTOP or SIGCONT: it is there and does not answer, or goes on. */
    public void signal(final String signal) throws IOException, InterruptedException {
        final int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " of the " + name + " failed with " + exit);
        }
    }

    public boolean isAlive() {
        final Process running = process;
        return running != null && running.isAlive();
    }

    private Process running() {
        final Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return running;
    }

    /** Ends it in order, or by force after ten seconds. */
    @Override
    public void close() {
        final Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
