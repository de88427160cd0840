package io.millrace.ingest.sparkplug;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One session of a host application with one MQTT server, from CONNECT to the loss of the connection; a new session is a new object,
 * with a new timestamp in its will. Messages come on the client's own event loop in the order received.
 */
final class HostConnection {
    /** Each called on the client's event loop. */
    interface Listener {
        /** Before the first message. */
        void onOpened(HostConnection connection);

        /** May block to hold up the server. */
        void onPublish(HostConnection connection, String topic, byte[] payload, boolean isRetained);

        /** Once, after the last message, if it was ever opened. */
        void onLost(HostConnection connection);
    }

    private final SparkplugConfig config;
    private final MqttServer server;
    private final long timestampMs;
    private final Listener listener;
    private final HostClient client;
    private final CompletableFuture<Void> online = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean wasOpened;
    private volatile boolean isLost;
    private volatile String cause = "";

    /**
     * @param timestampMs of will and STATE, the time of the connect
     * @param eventLoop runs the client's one event loop, on a thread of its own
     * @throws ConnectFailedException if a file for TLS cannot be used
     */
    HostConnection(
            final SparkplugConfig config,
            final MqttServer server,
            final long timestampMs,
            final Executor eventLoop,
            final Listener listener)
            throws ConnectFailedException {
        this.config = config;
        this.server = server;
        this.timestampMs = timestampMs;
        this.listener = listener;
        try {
            this.client = HostClient.of(config, server, eventLoop, new ClientListener());
        } catch (final IOException unusable) {
            throw new ConnectFailedException(String.valueOf(unusable.getMessage()));
        }
    }

    /**
     * Connects, subscribes to the own STATE and to the groups, and says that the host is online. Blocks for some seconds at most.
     *
     * @throws ConnectFailedException in words for people
     */
    void open() throws ConnectFailedException {
        await(client.connect(stateTopic(), HostMessages.state(false, timestampMs)), "connect");
        await(client.subscribe(filters()), "subscribe");
        publishOnline();
        online.complete(null);
    }

    boolean isOpen() {
        return !isLost;
    }

    /** Blocks until it is lost or {@link #release} is called. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends {@link #awaitEnd}. */
    void release() {
        ended.countDown();
    }

    /** Why it was lost. */
    String cause() {
        return cause;
    }

    /** Of will and STATE, milliseconds since the epoch. */
    long timestampMs() {
        return timestampMs;
    }

    /** Somebody has said that this host is offline; of no effect before it has said that it is online. */
    void contradict() {
        if (online.isDone()) {
            publishOnline();
        }
    }

    /** Never before the STATE, which is the first thing a host says. */
    void requestRebirth(final String nodeKey, final long nowMs) {
        final int slash = nodeKey.indexOf('/');
        final String topic =
                SparkplugTopic.NAMESPACE + "/" + nodeKey.substring(0, slash) + "/NCMD/" + nodeKey.substring(slash + 1);
        online.thenRun(() -> client.publish(topic, MqttQos.AT_MOST_ONCE, false, HostMessages.rebirth(nowMs)));
    }

    /** Says offline, waits until the server has it, and disconnects; gives up after some seconds. */
    void close(final long nowMs) {
        if (isLost) {
            return;
        }
        try {
            await(publishState(false, nowMs), "publish STATE offline");
            await(client.disconnect(), "disconnect");
        } catch (final ConnectFailedException alreadyGone) {
            // The will says the same.
            client.disconnect();
        }
    }

    private void publishOnline() {
        publishState(true, timestampMs).whenComplete((sent, failure) -> {
            if (failure != null) {
                // Edge nodes that wait for this host would wait for ever.
                lose(failure);
                client.disconnect();
            }
        });
    }

    private CompletableFuture<?> publishState(final boolean isOnline, final long ms) {
        return client.publish(stateTopic(), MqttQos.AT_LEAST_ONCE, true, HostMessages.state(isOnline, ms));
    }

    private String stateTopic() {
        return SparkplugTopic.state(config.hostId());
    }

    private List<String> filters() {
        final List<String> filters = new ArrayList<>();
        filters.add(stateTopic());
        config.groups().forEach(group -> filters.add(SparkplugTopic.NAMESPACE + "/" + group + "/#"));
        return filters;
    }

    private final class ClientListener implements HostClient.Listener {
        @Override
        public void onConnected() {
            wasOpened = true;
            listener.onOpened(HostConnection.this);
        }

        @Override
        public void onPublish(final String topic, final byte[] payload, final boolean isRetained) {
            listener.onPublish(HostConnection.this, topic, payload, isRetained);
        }

        @Override
        public void onDisconnected(final Throwable why) {
            lose(why);
            if (wasOpened) {
                wasOpened = false;
                listener.onLost(HostConnection.this);
            }
            ended.countDown();
        }
    }

    private void lose(final Throwable why) {
        if (!isLost) {
            cause = rootOf(why);
            isLost = true;
        }
    }

    private void await(final CompletableFuture<?> future, final String step) throws ConnectFailedException {
        try {
            future.get(2 * HostClient.TIMEOUT_S, TimeUnit.SECONDS);
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
        return new ConnectFailedException("MQTT server " + server.host() + ":" + server.port() + " did not take " + step
                + " (" + rootOf(why) + "): is it running, are address, user name, password and certificates right?");
    }

    private static String rootOf(final Throwable failure) {
        if (isTakeOver(failure)) {
            return "another client has connected with the same client id: give each gateway its own";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean isTakeOver(final Throwable failure) {
        return failure instanceof Mqtt5DisconnectException told
                && told.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
    }

    /** The server is not there, or does not want this client. */
    static final class ConnectFailedException extends Exception {
        ConnectFailedException(final String message) {
            super(message);
        }
    }
}
