package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client for one connection, in one version of the protocol. */
interface MqttLink {
    /**
     * What the broker said to the connection.
     *
     * @param sessionPresent it has kept the session and its subscriptions
     * @param maximumQos that it will ever grant
     */
    record Welcome(boolean sessionPresent, MqttQos maximumQos) {}

    /**
     * Must be called before connecting: without a flow the client acknowledges and drops what the session has kept.
     *
     * @param consumer called on the network's thread
     */
    void hear(Consumer<MqttMessage> consumer);

    /** Reads and writes of the connection, which must be there, are gathered. */
    void gather(GatheredReads reads);

    CompletableFuture<Welcome> connect();

    /** @return what is granted, in the order of the configuration's topics; fails if the broker refuses one */
    CompletableFuture<List<MqttQos>> subscribe();

    /** True if subscribing once more does not bring the retained messages once more. */
    boolean isSubscribingAgainHarmless();

    CompletableFuture<?> disconnect();

    boolean isConnected();

    /** True if the connection ended because another client has the same id, and the broker said so. */
    boolean isTakeOver(Throwable cause);

    /** True if this client ended the connection because the broker sent more at once than it was allowed. */
    boolean isTooMuchAtOnce(Throwable cause);
}
