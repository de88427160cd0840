package io.millrace.ingest.sparkplug;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Eclipse Mosquitto in a process of its own, for anybody on this computer; it keeps nothing over a restart. */
final class Mosquitto implements AutoCloseable {
    private final int port;
    private final Process process;

    private Mosquitto(final int port, final Process process) {
        this.port = port;
        this.process = process;
    }

    /** @return what is missing and how to get it; empty if nothing is */
    static String missing() {
        return Programs.has("mosquitto") ? "" : "mosquitto is not installed: apt-get install mosquitto";
    }

    static Mosquitto start(final Path folder) throws IOException {
        final int port = TestBroker.freePort();
        final Path config = Files.writeString(
                Files.createDirectories(folder).resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\n");
        final Process process = new ProcessBuilder(
                        Programs.find("mosquitto").orElseThrow().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        final Mosquitto started = new Mosquitto(port, process);
        HostRig.until(started::isListening);
        return started;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (final IOException notYet) {
            return false;
        }
    }
}
