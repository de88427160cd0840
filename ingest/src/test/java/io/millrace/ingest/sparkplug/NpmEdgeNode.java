package io.millrace.ingest.sparkplug;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** By {@code sparkplug-client}, in a process of its own. */
final class NpmEdgeNode implements ForeignEdgeNode {
    private static final Path FOLDER = Path.of("src", "test", "node", "sparkplug-client");

    private final int port;
    private @Nullable Process process;
    private @Nullable Writer words;

    NpmEdgeNode(final int port) {
        this.port = port;
    }

    /** @return what is missing and how to get it; empty if nothing is */
    static String missing() {
        if (!Programs.has("node")) {
            return "node is not installed: install Node.js 18 or newer";
        }
        return Files.isDirectory(FOLDER.resolve("node_modules"))
                ? ""
                : "sparkplug-client is not installed: npm ci --ignore-scripts --prefix ingest/" + FOLDER;
    }

    @Override
    public void start() throws IOException {
        final File log = File.createTempFile("edge-node", ".log");
        log.deleteOnExit();
        final Process started = new ProcessBuilder("node", "edge-node.js", "mqtt://127.0.0.1:" + port)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        process = started;
        words = started.outputWriter(StandardCharsets.US_ASCII);
    }

    @Override
    public void count() throws IOException {
        say("count");
    }

    @Override
    public void deviceDeath() throws IOException {
        say("device-death");
    }

    @Override
    public void deviceBirth() throws IOException {
        say("device-birth");
    }

    @Override
    public void close() {
        final Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (final InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void say(final String word) throws IOException {
        final Writer to = words;
        if (to == null) {
            throw new IllegalStateException("not started");
        }
        to.write(word + "\n");
        to.flush();
    }
}
