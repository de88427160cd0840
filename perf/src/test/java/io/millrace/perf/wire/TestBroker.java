package io.millrace.perf.wire;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real broker on loopback, in memory, that can be stopped and started again on the same port. */
public final class TestBroker implements AutoCloseable {

    private static final long BOUND_SECONDS = 30;

    private final Path folder;
    private final int port;
    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
    private @Nullable EmbeddedHiveMQ broker;

    public TestBroker(final Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start();
    }

    public Mqtt address() {
        return Mqtt.of("127.0.0.1", port);
    }

    public void start() throws IOException {
        final Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("config.xml"),
                """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """
                        .formatted(port));
        final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        final EmbeddedHiveMQ starting = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        await(starting.start());
        // The broker's own handler would end the whole test run.
        Thread.setDefaultUncaughtExceptionHandler(before);
        broker = starting;
    }

    public void stop() {
        final EmbeddedHiveMQ stopping = broker;
        if (stopping != null) {
            broker = null;
            await(stopping.stop());
        }
    }

    /** A client that keeps everything published below the filter, in the order of arrival. */
    public List<Mqtt5Publish> subscribe(final String id, final String filter) {
        final List<Mqtt5Publish> received = new CopyOnWriteArrayList<>();
        final Mqtt5AsyncClient client = client(id);
        client.publishes(MqttGlobalPublishFilter.ALL, received::add);
        await(client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
        return received;
    }

    public void publish(final String topic, final byte[] payload, final boolean retain) {
        await(client("publisher-" + System.identityHashCode(payload))
                .publishWith()
                .topic(topic)
                .payload(payload)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .send());
    }

    @Override
    public void close() {
        for (final Mqtt5AsyncClient client : clients) {
            if (client.getState().isConnected()) {
                await(client.disconnect());
            }
        }
        stop();
    }

    private Mqtt5AsyncClient client(final String id) {
        final Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        await(client.connect());
        clients.add(client);
        return client;
    }

    private static void await(final CompletableFuture<?> future) {
        try {
            future.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the test broker does not do as it is told", e);
        }
    }
}
