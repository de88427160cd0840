package io.millrace.perf.wire;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Publishes at QoS 1 and drops nothing: a message is kept until the broker has acknowledged it and is sent again, in order, on
 * each new connection - which makes duplicates of those whose acknowledgement was lost. Thread-safe; sending never blocks.
 */
public final class Outbox implements AutoCloseable {

    private static final long RETRY_MS = 200;

    private final MqttLink link;
    private final Map<Long, Message> unacknowledged = new LinkedHashMap<>();
    private long number;
    private long connection;
    private boolean connected;

    public Outbox(final Mqtt address, final String clientId) {
        link = new MqttLink(address, clientId, new MqttLink.Owner() {
            @Override
            public void onConnected() {
                sendAll();
            }

            @Override
            public void onDisconnected() {
                holdBack();
            }
        });
    }

    public void start() {
        link.start();
    }

    /** Blocks until the first connection stands. @throws IllegalStateException where it does not within the bound. */
    public void awaitFirstConnection(final long boundMs) throws InterruptedException {
        link.awaitFirstConnection(boundMs);
    }

    public synchronized void send(final String topic, final byte[] payload) {
        final Message message = new Message(++number, topic, payload);
        unacknowledged.put(message.number(), message);
        if (connected) {
            publish(message, connection);
        }
    }

    /** How many messages the broker has not acknowledged yet. */
    public synchronized int unacknowledged() {
        return unacknowledged.size();
    }

    /** Closes the connection; messages not acknowledged by then are lost. */
    @Override
    public void close() {
        link.close();
    }

    private synchronized void sendAll() {
        connected = true;
        connection++;
        List.copyOf(unacknowledged.values()).forEach(message -> publish(message, connection));
    }

    private synchronized void holdBack() {
        connected = false;
    }

    private void publish(final Message message, final long inConnection) {
        link.publish(MqttLink.message(message.topic(), message.payload(), MqttQos.AT_LEAST_ONCE))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        acknowledge(message);
                    } else {
                        retry(message, inConnection);
                    }
                });
    }

    private synchronized void acknowledge(final Message message) {
        unacknowledged.remove(message.number());
    }

    /** A lost connection is not retried here: the next one sends everything. */
    private void retry(final Message message, final long inConnection) {
        CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS).execute(() -> {
            synchronized (this) {
                if (connected && connection == inConnection && unacknowledged.containsKey(message.number())) {
                    publish(message, inConnection);
                }
            }
        });
    }

    private record Message(long number, String topic, byte[] payload) {}
}
