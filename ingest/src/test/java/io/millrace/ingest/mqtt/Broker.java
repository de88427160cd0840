package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.millrace.ingest.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** A real broker (HiveMQ CE) in this process, on a free port; keeps its sessions over a restart unless told to lose them. */
final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final int tlsPort;
    private final String tlsListener;
    private EmbeddedHiveMQ broker;
    private int generation;

    Broker(final Path folder) throws IOException {
        this(folder, 0, "");
    }

    private Broker(final Path folder, final int tlsPort, final String tlsListener) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.tlsPort = tlsPort;
        this.tlsListener = tlsListener;
        this.broker = started();
    }

    /** One that also listens by TLS, for clients that have a certificate only. */
    static Broker withTls(final Path folder, final Path identity, final Path trusted) throws IOException {
        final int port = freePort();
        return new Broker(
                folder,
                port,
                """
                <tls-tcp-listener><port>%1$d</port><bind-address>127.0.0.1</bind-address><tls>
                  <client-authentication-mode>REQUIRED</client-authentication-mode>
                  <keystore><path>%2$s</path><password>%4$s</password>
                    <private-key-password>%4$s</private-key-password></keystore>
                  <truststore><path>%3$s</path><password>%4$s</password></truststore>
                </tls></tls-tcp-listener>
                """
                        .formatted(port, identity, trusted, TestAuthority.PASSWORD));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    void stop() {
        broker.stop().join();
    }

    void restart() throws IOException {
        broker = started();
    }

    /** Starts again as a broker that knows nothing of any session. */
    void restartWithoutSessions() throws IOException {
        generation++;
        broker = started();
    }

    /** Publishes and waits until the broker has acknowledged all, each for somebody: what nobody has subscribed is not owed. */
    void publish(final Mqtt5Publish... messages) {
        publishTo(port, messages);
    }

    static void publishTo(final int port, final Mqtt5Publish... messages) {
        final Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("publisher-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        for (final Mqtt5Publish message : messages) {
            final Mqtt5PublishResult result = client.publish(message);
            if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result once && !message.isRetain()) {
                assertThat(once.getPubAck().getReasonCode())
                        .as("the broker's answer to a message of %s", message.getTopic())
                        .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            }
        }
        client.disconnect();
    }

    /** Publishes good counts with the ids from to to-1. */
    void publishCounts(final String topic, final int from, final int to) {
        publish(counts(topic, from, to));
    }

    static Mqtt5Publish[] counts(final String topic, final int from, final int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> message(
                        topic, "{\"id\":\"" + i + "\",\"time\":1767225600000,\"measure\":\"good\",\"quantity\":1}"))
                .toArray(Mqtt5Publish[]::new);
    }

    static Mqtt5Publish message(final String topic, final String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Override
    public void close() {
        stop();
    }

    private EmbeddedHiveMQ started() throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        final Path conf = Files.createDirectories(folder.resolve("conf"));
        final Path data = Files.createDirectories(folder.resolve("data" + generation));
        final Path extensions = Files.createDirectories(folder.resolve("extensions"));
        Files.writeString(
                conf.resolve("config.xml"),
                """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>%s</listeners>
                  <persistence><mode>file</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """
                        .formatted(port, tlsListener));
        final EmbeddedHiveMQ started = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(data)
                .withExtensionsFolder(extensions)
                .withoutLoggingBootstrap()
                .build();
        started.start().join();
        // It installs a handler that ends the process.
        Thread.setDefaultUncaughtExceptionHandler(null);
        return started;
    }
}
