package io.millrace.app.broker;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker (HiveMQ CE) inside this process, reachable from this machine only. Sessions, their queues and retained
 * messages are kept in the folder and survive a restart.
 */
public final class MqttBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttBroker.class);

    private final EmbeddedHiveMQ hivemq;
    private final int port;
    private final FolderLock lock;

    private MqttBroker(final EmbeddedHiveMQ hivemq, final int port, final FolderLock lock) {
        this.hivemq = hivemq;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts the broker and returns when it takes clients.
     *
     * @param folder where it keeps its data; made if missing
     * @param port where clients connect, 0 for any that is free
     * @throws Failure if the port is busy or the folder cannot be used
     */
    public static MqttBroker start(final Path folder, final int port) throws IOException {
        final int free = Ports.free(port, "the MQTT broker");
        final FolderLock lock = FolderLock.take(folder, "the MQTT broker");
        try {
            return new MqttBroker(started(folder, free), free, lock);
        } catch (final IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedHiveMQ started(final Path folder, final int port) throws IOException {
        final Path configuration = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(configuration.resolve("config.xml"), configuration(port));
        final EmbeddedHiveMQ hivemq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        try {
            hivemq.start().join();
        } catch (final CompletionException e) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "The MQTT broker does not start on " + folder + " (" + reason(e)
                            + "): see that the folder is its own, or start with a new one.",
                    e);
        }
        // HiveMQ's own handler ends the JVM on errors that are none of its business here.
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> LOG.error("Thread {} ended by an exception", thread.getName(), thrown));
        return hivemq;
    }

    /** Where clients connect: {@code mqtt://127.0.0.1:port}. */
    public String url() {
        return "mqtt://" + Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops in order and returns when everything is on disk. */
    @Override
    public void close() throws IOException {
        try (lock) {
            hivemq.stop().join();
        } catch (final CompletionException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "The MQTT broker did not stop in order (" + reason(e) + "): its next start takes a little longer.",
                    e);
        }
    }

    private static String reason(final Throwable thrown) {
        return String.valueOf(
                thrown.getCause() == null
                        ? thrown.getMessage()
                        : thrown.getCause().getMessage());
    }

    private static String configuration(final int port) {
        return """
                <?xml version="1.0" encoding="UTF-8" ?>
                <hivemq>
                  <listeners>
                    <tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                    </tcp-listener>
                  </listeners>
                  <persistence>
                    <mode>file</mode>
                  </persistence>
                  <mqtt>
                    <queued-messages>
                      <!-- What a gateway that is down is still owed: the default of 1,000 would be dropped within seconds. -->
                      <max-queue-size>1000000</max-queue-size>
                      <strategy>discard</strategy>
                    </queued-messages>
                  </mqtt>
                  <anonymous-usage-statistics>
                    <enabled>false</enabled>
                  </anonymous-usage-statistics>
                </hivemq>
                """
                .formatted(port, Ports.LOOPBACK);
    }
}
