package io.millrace.ingest.sparkplug;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.millrace.ingest.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A real MQTT broker on a port of its own that can be stopped and started again; it keeps nothing over a restart. */
final class TestBroker implements AutoCloseable {
    final PacketLog packets = new PacketLog();

    private final Path folder;
    private final int port;
    private int tlsPort;
    private String tlsListener = "";
    private @Nullable EmbeddedHiveMQ running;

    TestBroker(final Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    /** From the next start on it listens by TLS as well, for clients that have a certificate only. */
    void listenByTls(final Path identity, final Path trusted) throws IOException {
        tlsPort = freePort();
        tlsListener =
                """
                <tls-tcp-listener><port>%1$d</port><bind-address>127.0.0.1</bind-address><tls>
                  <client-authentication-mode>REQUIRED</client-authentication-mode>
                  <keystore><path>%2$s</path><password>%4$s</password>
                    <private-key-password>%4$s</private-key-password></keystore>
                  <truststore><path>%3$s</path><password>%4$s</password></truststore>
                </tls></tls-tcp-listener>
                """
                        .formatted(tlsPort, identity, trusted, TestAuthority.PASSWORD);
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    void start() {
        try {
            final Path config = Files.createDirectories(folder.resolve("conf"));
            Files.writeString(
                    config.resolve("config.xml"),
                    """
                    <?xml version="1.0"?>
                    <hivemq>
                      <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>%s</listeners>
                      <persistence><mode>in-memory</mode></persistence>
                      <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                    </hivemq>
                    """
                            .formatted(port, tlsListener));
            final EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                    .withConfigurationFolder(config)
                    .withDataFolder(Files.createDirectories(folder.resolve("data")))
                    .withExtensionsFolder(Files.createDirectories(folder.resolve("ext")))
                    .withEmbeddedExtension(EmbeddedExtension.builder()
                            .withId("packet-log")
                            .withName("Packet log")
                            .withVersion("1")
                            .withAuthor("Millrace")
                            .withPriority(0)
                            .withStartPriority(1_000)
                            .withExtensionMain(packets)
                            .build())
                    .withoutLoggingBootstrap()
                    .build();
            broker.start().orTimeout(30, TimeUnit.SECONDS).join();
            // The broker's own handler ends the JVM.
            Thread.setDefaultUncaughtExceptionHandler(null);
            running = broker;
        } catch (final IOException noRoom) {
            throw new UncheckedIOException(noRoom);
        }
    }

    void stop() {
        final EmbeddedHiveMQ broker = running;
        if (broker != null) {
            broker.stop().orTimeout(30, TimeUnit.SECONDS).join();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
