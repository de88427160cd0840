package io.millrace.ingest.sparkplug;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5SubscribeBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One MQTT 5 session of a host application, from CONNECT to the loss of the connection; a new session is a new object, with a new
 * timestamp in its will. Messages come on the client's own event loop in the order received.
 */
final class HostConnection {
    /** A silent cut is found within twice this time. */
    static final int KEEP_ALIVE_S = 10;

    private static final int TIMEOUT_S = 5;

    private final SparkplugConfig config;
    private final long timestampMs;
    private final Mqtt5AsyncClient client;
    private volatile boolean isLost;
    private volatile String cause = "";

    /**
     * @param timestampMs of will and STATE, the time of the connect
     * @param eventLoop runs the client's one event loop, on a thread of its own
     * @param onPublish called on the event loop; may block to hold up the server
     * @param onLost called on the event loop once the connection is lost, after its last message
     */
    HostConnection(
            final SparkplugConfig config,
            final long timestampMs,
            final Executor eventLoop,
            final Consumer<Mqtt5Publish> onPublish,
            final Runnable onLost) {
        this.config = config;
        this.timestampMs = timestampMs;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(config.clientId())
                .transportConfig(MqttClientTransportConfig.builder()
                        .serverHost(config.host())
                        .serverPort(config.port())
                        .socketConnectTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                        .mqttConnectTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                        .build())
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(eventLoop)
                        .nettyThreads(1)
                        .build())
                .addDisconnectedListener(context -> {
                    lose(context.getCause());
                    onLost.run();
                })
                .buildAsync();
        // Before the connect: what arrives while no flow is registered is acknowledged and dropped.
        client.publishes(MqttGlobalPublishFilter.ALL, onPublish);
    }

    /**
     * Connects, subscribes to the own STATE and to the groups, and says that the host is online. Blocks for some seconds at most.
     *
     * @throws ConnectFailedException in words for people
     */
    void open() throws ConnectFailedException {
        await(client.connect(connect()), "connect");
        await(client.subscribe(subscriptions()), "subscribe");
        publishOnline();
    }

    boolean isOpen() {
        return !isLost;
    }

    /** Why it was lost. */
    String cause() {
        return cause;
    }

    void publishOnline() {
        client.publish(state(true, timestampMs)).whenComplete((sent, failure) -> {
            if (failure != null) {
                // Edge nodes that wait for this host would wait for ever.
                lose(failure);
                client.disconnect();
            }
        });
    }

    void requestRebirth(final String nodeKey, final long nowMs) {
        final int slash = nodeKey.indexOf('/');
        client.publish(Mqtt5Publish.builder()
                .topic(SparkplugTopic.NAMESPACE + "/" + nodeKey.substring(0, slash) + "/NCMD/"
                        + nodeKey.substring(slash + 1))
                .qos(MqttQos.AT_MOST_ONCE)
                .payload(HostMessages.rebirth(nowMs))
                .build());
    }

    /** Says offline, waits until the server has it, and disconnects; gives up after some seconds. */
    void close(final long nowMs) {
        if (isLost) {
            return;
        }
        try {
            await(client.publish(state(false, nowMs)), "publish STATE offline");
            await(client.disconnect(), "disconnect");
        } catch (final ConnectFailedException alreadyGone) {
            // The will says the same.
            client.disconnect();
        }
    }

    private Mqtt5Connect connect() {
        final Mqtt5Connect connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_S)
                .willPublish(state(false, timestampMs).asWill())
                .build();
        final String username = config.username();
        if (username == null) {
            return connect;
        }
        final var auth = Mqtt5SimpleAuth.builder().username(username);
        final String password = config.password();
        return connect.extend()
                .simpleAuth(
                        password == null
                                ? auth.build()
                                : auth.password(password.getBytes(StandardCharsets.UTF_8))
                                        .build())
                .build();
    }

    private Mqtt5Subscribe subscriptions() {
        Mqtt5SubscribeBuilder.Complete all = Mqtt5Subscribe.builder()
                .topicFilter(SparkplugTopic.state(config.hostId()))
                .qos(MqttQos.AT_LEAST_ONCE);
        for (final String group : config.groups()) {
            all = all.addSubscription()
                    .topicFilter(SparkplugTopic.NAMESPACE + "/" + group + "/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .noLocal(true)
                    .applySubscription();
        }
        return all.build();
    }

    private Mqtt5Publish state(final boolean isOnline, final long ms) {
        return Mqtt5Publish.builder()
                .topic(SparkplugTopic.state(config.hostId()))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(HostMessages.state(isOnline, ms))
                .build();
    }

    private void lose(final Throwable why) {
        if (!isLost) {
            cause = String.valueOf(why.getMessage());
            isLost = true;
        }
    }

    private void await(final CompletableFuture<?> future, final String step) throws ConnectFailedException {
        try {
            future.get(2 * TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException failed) {
            throw failed(step, failed.getCause());
        } catch (final TimeoutException silent) {
            throw failed(step, silent);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failed(step, stopped);
        }
    }

    private ConnectFailedException failed(final String step, final Throwable why) {
        lose(why);
        client.disconnect();
        return new ConnectFailedException("MQTT server " + config.host() + ":" + config.port() + " did not take " + step
                + " (" + rootOf(why) + "): is it running, are address, user name and password right?");
    }

    private static String rootOf(final Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** The server is not there, or does not want this client. */
    static final class ConnectFailedException extends Exception {
        ConnectFailedException(final String message) {
            super(message);
        }
    }
}
