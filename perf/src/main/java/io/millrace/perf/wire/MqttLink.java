package io.millrace.perf.wire;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker that comes back by itself, each time as a clean session: with a new will, and with subscriptions and
 * unacknowledged messages left to its owner. The owner is called on the client's own threads, one call at a time for a connection.
 */
final class MqttLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);
    private static final long FIRST_BACK_OFF_MS = 100;
    private static final long LONGEST_BACK_OFF_MS = 1_000;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final long LAST_WORDS_SECONDS = 2;

    /** What the connection is for. */
    interface Owner {

        /** Asked before each attempt to connect. */
        default @Nullable Mqtt5Publish will() {
            return null;
        }

        void onConnected();

        /** Also after an attempt that failed. */
        void onDisconnected();

        default void onMessage(final String topic, final byte[] payload) {}
    }

    private final String clientId;
    private final Mqtt address;
    private final Owner owner;
    private final Mqtt5AsyncClient client;
    private final ScheduledExecutorService reconnects;
    private final CompletableFuture<Void> firstConnected = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile boolean listening;
    private volatile boolean inSession;
    private volatile long backOffMs = FIRST_BACK_OFF_MS;

    MqttLink(final Mqtt address, final String clientId, final Owner owner) {
        this.address = address;
        this.clientId = clientId;
        this.owner = owner;
        reconnects = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread thread = new Thread(task, "plant-mqtt-" + clientId);
            thread.setDaemon(true);
            return thread;
        });
        client = client(address, clientId);
    }

    void start() {
        reconnects.execute(this::connect);
    }

    /** Blocks until the first connection stands. @throws IllegalStateException where it does not within the bound. */
    void awaitFirstConnection(final long boundMs) throws InterruptedException {
        try {
            firstConnected.get(boundMs, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "the MQTT broker at " + address + " does not answer; start it or name another address", e);
        }
    }

    CompletableFuture<?> publish(final Mqtt5Publish message) {
        return client.publish(message);
    }

    /** @return completes once the broker has granted all of them. */
    CompletableFuture<?> subscribe(final List<String> filters) {
        return client.subscribe(Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build()))
                .build());
    }

    /** Ends this session; the next one begins at once. */
    void reconnect() {
        client.disconnect();
    }

    /** For last words: waits a little for the broker to have them. */
    void publishAndWait(final Mqtt5Publish message) {
        awaitLast(client.publish(message));
    }

    /** Ends the connection and tries no other. */
    @Override
    public void close() {
        closed = true;
        reconnects.shutdown();
        if (client.getState().isConnected()) {
            awaitLast(client.disconnect());
        }
    }

    private void awaitLast(final CompletableFuture<?> future) {
        try {
            future.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException | TimeoutException e) {
            LOG.debug("{} was not closed in order", clientId, e);
        }
    }

    static Mqtt5Publish message(final String topic, final byte[] payload, final MqttQos qos) {
        return Mqtt5Publish.builder().topic(topic).payload(payload).qos(qos).build();
    }

    private Mqtt5AsyncClient client(final Mqtt broker, final String id) {
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost(broker.host())
                .serverPort(broker.port())
                .addDisconnectedListener(context -> onDisconnected(context.getCause()));
        if (broker.user() != null) {
            final String password = broker.password() == null ? "" : broker.password();
            builder = builder.simpleAuth()
                    .username(broker.user())
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildAsync();
    }

    /** A clean session ends with its connection, and the client's flow of messages with it; a failed attempt ends neither. */
    private void listen() {
        if (!listening) {
            listening = true;
            client.publishes(
                    MqttGlobalPublishFilter.ALL,
                    publish -> owner.onMessage(publish.getTopic().toString(), publish.getPayloadAsBytes()));
        }
    }

    private void connect() {
        listen();
        Mqtt5ConnectBuilder connect = Mqtt5Connect.builder().cleanStart(true).keepAlive(KEEP_ALIVE_SECONDS);
        final Mqtt5Publish will = owner.will();
        if (will != null) {
            connect = connect.willPublish(will);
        }
        client.connect(connect.build()).thenRun(this::onConnected).exceptionally(failure -> {
            LOG.debug("{} could not connect to {}", clientId, address, failure);
            return null;
        });
    }

    private void onConnected() {
        backOffMs = FIRST_BACK_OFF_MS;
        inSession = true;
        LOG.info("{} is connected to {}", clientId, address);
        owner.onConnected();
        firstConnected.complete(null);
    }

    private void onDisconnected(final Throwable cause) {
        owner.onDisconnected();
        if (inSession) {
            inSession = false;
            listening = false;
        }
        if (closed) {
            return;
        }
        final long delayMs = backOffMs;
        backOffMs = Math.min(LONGEST_BACK_OFF_MS, delayMs * 2);
        LOG.debug("{} tries {} again in {} ms: {}", clientId, address, delayMs, cause.toString());
        try {
            reconnects.schedule(this::connect, delayMs, TimeUnit.MILLISECONDS);
        } catch (final RejectedExecutionException e) {
            LOG.debug("{} was closed meanwhile", clientId);
        }
    }
}
