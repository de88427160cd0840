package io.millrace.app.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A broker as a user's machine runs it: {@code millrace kafka-broker} or {@code mqtt-broker} in a JVM of its own. */
final class BrokerProcess implements AutoCloseable {
    private static final long LONGEST_START_S = 60;

    private final Process process;
    private final Path errors;
    private final String ready;

    private BrokerProcess(final Process process, final Path errors, final String ready) {
        this.process = process;
        this.errors = errors;
        this.ready = ready;
    }

    static BrokerProcess start(final Path data, final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What this JVM was allowed, so that a newer one does not warn of it.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), "io.millrace.app.Millrace"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString(), "--until-stdin-closes"));
        final Path errors = Files.createTempFile("broker", ".err");
        final Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        final BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        final CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(out));
        try {
            return new BrokerProcess(process, errors, line.get(LONGEST_START_S, TimeUnit.SECONDS));
        } catch (final TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            throw new AssertionError("did not get ready: " + Files.readString(errors), e);
        }
    }

    private static String firstLine(final BufferedReader out) {
        try {
            final String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("ended without a line");
            }
            return line;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line that says it takes clients. */
    String ready() {
        return ready;
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends its standard input, as the end of its parent would. */
    int endByStdin() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_START_S, TimeUnit.SECONDS)) {
            throw new AssertionError("did not stop: " + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
