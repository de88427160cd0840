package io.millrace.app.process;

import io.millrace.app.broker.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The MQTT broker that measurements go through: Mosquitto where it is installed, since it takes the least of the machine that is
 * measured, else the embedded one. On loopback, without a login, nothing of it outlives it.
 */
public final class MqttServerProcess {
    private static final String NAME = "mqtt-broker";
    /** Debian keeps servers where the path of ordinary users does not lead. */
    private static final String SERVERS = "/usr/sbin";

    /**
     * Ends it when this process is gone: its standard input ends then, which nobody but the shell beside it reads. Logs to stderr, at once.
     * Ctrl-C goes to every process of a terminal, and Mosquitto ends on it whatever it was told; in a session of its own, where there is
     * setsid, it does not hear it, and is there to drain.
     */
    private static final String WATCHED = "trap '' INT; exec 3<&0; (cat <&3 > /dev/null; kill $$) &"
            + " exec $(command -v setsid) \"$0\" \"$@\" 3<&- 2>&1";

    private MqttServerProcess() {}

    /** @return what it will be, for a report */
    public static String description() {
        return mosquitto().isPresent() ? "Mosquitto" : "embedded HiveMQ (Mosquitto is not installed)";
    }

    /**
     * Not started yet.
     *
     * @param folder for its data and its log
     * @param port on loopback
     */
    public static ChildProcess of(final Path folder, final int port) throws IOException {
        final Path data = Files.createDirectories(folder.resolve("mqtt"));
        final Path log = folder.resolve("logs").resolve(NAME + ".log");
        final Optional<Path> mosquitto = mosquitto();
        if (mosquitto.isEmpty()) {
            return new ChildProcess(
                    NAME,
                    List.of("-Xmx512m"),
                    List.of(NAME, "--until-stdin-closes", "--data=" + data, "--port=" + port),
                    Map.of(),
                    log,
                    line -> {});
        }
        final Path configuration = Files.writeString(
                data.resolve("mosquitto.conf"),
                """
                listener %d %s
                allow_anonymous true
                persistence false
                set_tcp_nodelay true
                # As much on its way to a subscriber as it takes, and what it does not take waits: nothing is dropped.
                max_inflight_messages 0
                max_queued_messages 0
                max_queued_bytes 0
                log_dest stderr
                log_type error
                log_type warning
                log_type information
                connection_messages false
                """
                        .formatted(port, Ports.LOOPBACK));
        return ChildProcess.of(
                NAME,
                List.of("/bin/sh", "-c", WATCHED, mosquitto.get().toString(), "-c", configuration.toString()),
                " running",
                log);
    }

    private static Optional<Path> mosquitto() {
        final String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of(SERVERS))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
