package io.millrace.ingest.mqtt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Eclipse Mosquitto in a process of its own, which can be killed. It keeps sessions on disk when it is told to save them. */
public final class Mosquitto implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"));

    /** The setting that lets anybody in. */
    public static final String OPEN = "allow_anonymous true";

    private final Path folder;
    private final int port;
    private Process process;

    /** @param settings further lines of its configuration, for the one listener */
    public Mosquitto(final Path folder, final String... settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = Broker.freePort();
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                "user root\npersistence true\npersistence_location " + folder + "/\nautosave_interval 0\nlistener "
                        + port + " 127.0.0.1\n" + String.join("\n", settings) + "\n");
        this.process = started();
    }

    /** Skips a test where the program is not installed. */
    public static void require() {
        assumeTrue(
                PLACES.stream().anyMatch(place -> Files.isExecutable(place.resolve("mosquitto"))),
                "mosquitto is not installed: apt-get install mosquitto");
    }

    /** Writes a file of one user. */
    static Path passwords(final Path folder, final String user, final String password) throws IOException {
        final Path file = Files.createDirectories(folder).resolve("passwords");
        run("mosquitto_passwd", "-c", "-b", file.toString(), user, password);
        return file;
    }

    public int port() {
        return port;
    }

    /** Saves sessions and what is owed to them; returns when they are on disk. */
    void save() throws IOException {
        final Path store = folder.resolve("mosquitto.db");
        Files.deleteIfExists(store);
        run("kill", "-USR1", Long.toString(process.pid()));
        Bounded.await("saved", () -> store, () -> Files.exists(store));
    }

    /** Ends it as a power cut would. */
    void kill() {
        process.destroyForcibly();
        Bounded.await("dead", process::info, () -> !process.isAlive());
    }

    void restart() throws IOException {
        process = started();
    }

    @Override
    public void close() {
        kill();
    }

    private Process started() throws IOException {
        final Process started = new ProcessBuilder(
                        program("mosquitto"),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mosquitto.log").toFile()))
                .start();
        Bounded.await("listening", () -> log(folder), this::isListening);
        return started;
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (final IOException notYet) {
            return false;
        }
    }

    private static String log(final Path folder) {
        try {
            return Files.readString(folder.resolve("mosquitto.log"));
        } catch (final IOException none) {
            return none.toString();
        }
    }

    private static String program(final String name) {
        return PLACES.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(name);
    }

    private static void run(final String... command) throws IOException {
        command[0] = program(command[0]);
        final Process run = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!run.waitFor(20, TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
