package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plant behind node-opcua, a process of its own that can be frozen, killed and started again. Not thread-safe. */
public final class ForeignServer implements AutoCloseable {
    public static final String NAMESPACE = "urn:foreign:plant";
    private static final Path HOME = Path.of("src/test/node/node-opcua");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOWEST_PORT = 20_000;
    private static final int PORTS = 10_000;
    private static final long END_TIMEOUT_S = 10;

    private final Path folder;
    private final int port;
    private final ObjectNode options = JSON.createObjectNode();
    private final Map<String, ObjectNode> values = new LinkedHashMap<>();
    private @Nullable Process process;
    private @Nullable BufferedReader answers;
    private @Nullable BufferedWriter commands;

    /** @param folder of its certificates, which it keeps */
    public ForeignServer(final Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        options.put("port", port).put("folder", folder.toAbsolutePath().toString());
    }

    /** Why there is no such server on this computer, and what to do about it; empty if there can be one. */
    public static Optional<String> missing() {
        final String remedy = ": install Node.js 18 or newer and run 'npm ci --ignore-scripts' in ingest/" + HOME;
        if (!Files.isDirectory(HOME.resolve("node_modules/node-opcua"))) {
            return Optional.of("node-opcua is not installed" + remedy);
        }
        try {
            final Process version = new ProcessBuilder("node", "--version").start();
            return version.waitFor() == 0 ? Optional.empty() : Optional.of("node does not run" + remedy);
        } catch (final IOException absent) {
            return Optional.of("there is no node" + remedy);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    public String url() {
        return "opc.tcp://127.0.0.1:" + port + "/plant";
    }

    int port() {
        return port;
    }

    /** As the server's settings say; before it is started. */
    public ForeignServer with(final String option, final Object value) {
        options.set(option, JSON.valueToTree(value));
        return this;
    }

    /** With all values set so far. */
    public void start() throws IOException {
        final ArrayNode all = JSON.createArrayNode();
        all.addAll(values.values());
        options.set("values", all);
        final Process started = new ProcessBuilder("node", "server.js", options.toString())
                .directory(HOME.toFile())
                .redirectError(folder.resolve("stderr.log").toFile())
                .start();
        process = started;
        answers = started.inputReader();
        commands = started.outputWriter();
        hear("ready");
    }

    /** A node, or its next value. */
    void set(final String node, final String type, final Object value, final long sourceTimeMs) throws IOException {
        tell(
                node,
                JSON.createObjectNode()
                        .put("node", node)
                        .put("type", type)
                        .put("time", sourceTimeMs)
                        .set("value", JSON.valueToTree(value)));
    }

    /** What its program takes: a line of its own kind. */
    public void tell(final String name, final String line) throws IOException {
        tell(name, (ObjectNode) JSON.readTree(line));
    }

    private void tell(final String name, final ObjectNode line) throws IOException {
        values.put(name, line);
        if (process != null) {
            send(line);
            hear("done");
        }
    }

    /** Does not wait: a server that is frozen answers later. */
    void setWhileFrozen(final String node, final String type, final Object value, final long sourceTimeMs)
            throws IOException {
        final ObjectNode line = JSON.createObjectNode()
                .put("node", node)
                .put("type", type)
                .put("time", sourceTimeMs)
                .set("value", JSON.valueToTree(value));
        values.put(node, line);
        send(line);
    }

    void freeze(final boolean on) throws IOException, InterruptedException {
        final long pid = running().pid();
        assertThat(new ProcessBuilder("kill", on ? "-STOP" : "-CONT", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** At once, without a word to its clients. */
    void kill() throws InterruptedException {
        running().destroyForcibly();
        assertThat(running().waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        process = null;
    }

    /** There once it was started. */
    X509Certificate certificate() throws Exception {
        try (var in = Files.newInputStream(folder.resolve("server.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly()
                    .onExit()
                    .orTimeout(END_TIMEOUT_S, TimeUnit.SECONDS)
                    .join();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private void send(final ObjectNode line) throws IOException {
        if (commands == null) {
            throw new IllegalStateException("not started");
        }
        commands.write(line.toString());
        commands.newLine();
        commands.flush();
    }

    /** What it prints besides is not for us. */
    private void hear(final String wanted) throws IOException {
        if (answers == null) {
            throw new IllegalStateException("not started");
        }
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (!line.startsWith("{")) {
                continue;
            }
            final JsonNode answer = JSON.readTree(line);
            if (answer.has(wanted)) {
                return;
            }
            assertThat(answer.has("failure")).as("node-opcua: %s", line).isFalse();
        }
        throw new IOException("node-opcua ended: " + Files.readString(folder.resolve("stderr.log")));
    }

    private static int freePort() throws IOException {
        return Stream.generate(() -> LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS))
                .limit(100)
                .filter(ForeignServer::isFree)
                .findFirst()
                .orElseThrow(() -> new IOException("no port is free"));
    }

    private static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }
}
