package io.millrace.rivals;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.function.Consumer;

/** The machines' messages by the HiveMQ client: MQTT 5, QoS 1, one after the other, in order. */
public final class Machines implements AutoCloseable {
    private static final long SESSION_S = 3_600;

    private final Settings settings;
    private final Mqtt5AsyncClient client;

    public Machines(final Settings settings) {
        this.settings = settings;
        client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("rival-" + settings.turn())
                .serverHost(settings.mqttHost())
                .serverPort(settings.mqttPort())
                .buildAsync();
    }

    /** Messages are acknowledged when the taker returns. */
    public void subscribe(final Consumer<Mqtt5Publish> taker) {
        subscribe(taker, false);
    }

    /** The taker, or somebody later, calls {@code acknowledge()} of each message. */
    public void subscribeAcknowledging(final Consumer<Mqtt5Publish> taker) {
        subscribe(taker, true);
    }

    /** The flow first: what a session is owed comes with the connection. */
    private void subscribe(final Consumer<Mqtt5Publish> taker, final boolean byHand) {
        client.publishes(MqttGlobalPublishFilter.ALL, taker, byHand);
        client.toBlocking()
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_S)
                .send();
        client.toBlocking()
                .subscribeWith()
                .topicFilter(settings.mqttFilter())
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    /** The turn is over: the broker is to forget the session. */
    @Override
    public void close() {
        client.toBlocking().disconnectWith().sessionExpiryInterval(0).send();
    }
}
