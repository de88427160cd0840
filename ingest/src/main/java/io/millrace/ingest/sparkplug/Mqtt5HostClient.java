package io.millrace.ingest.sparkplug;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** MQTT 5: Clean Start, and a Session Expiry Interval of 0. */
final class Mqtt5HostClient implements HostClient {
    private final SparkplugConfig config;
    private final Mqtt5AsyncClient client;

    Mqtt5HostClient(final MqttClientBuilder builder, final SparkplugConfig config, final Listener listener) {
        this.config = config;
        this.client = builder.useMqttVersion5().buildAsync();
        // Before the connect: what arrives while no flow is registered is acknowledged and dropped.
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                heard -> listener.onPublish(heard.getTopic().toString(), heard.getPayloadAsBytes(), heard.isRetain()));
    }

    @Override
    public CompletableFuture<?> connect(final String topic, final byte[] death) {
        final Mqtt5Connect connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_S)
                .willPublish(message(topic, MqttQos.AT_LEAST_ONCE, true, death).asWill())
                .build();
        return client.connect(config.username() == null ? connect : withLogin(connect, config.username()));
    }

    @Override
    public CompletableFuture<?> subscribe(final List<String> filters) {
        return client.subscribe(Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build()))
                .build());
    }

    @Override
    public CompletableFuture<?> publish(
            final String topic, final MqttQos qos, final boolean isRetained, final byte[] payload) {
        return client.publish(message(topic, qos, isRetained, payload));
    }

    @Override
    public CompletableFuture<?> disconnect() {
        return client.disconnect();
    }

    private Mqtt5Connect withLogin(final Mqtt5Connect connect, final String username) {
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

    private static Mqtt5Publish message(
            final String topic, final MqttQos qos, final boolean isRetained, final byte[] payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .retain(isRetained)
                .payload(payload)
                .build();
    }
}
