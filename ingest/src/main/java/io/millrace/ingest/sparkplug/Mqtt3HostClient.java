package io.millrace.ingest.sparkplug;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1, for servers that do not speak 5: Clean Session. */
final class Mqtt3HostClient implements HostClient {
    private final SparkplugConfig config;
    private final Mqtt3AsyncClient client;

    Mqtt3HostClient(final MqttClientBuilder builder, final SparkplugConfig config, final Listener listener) {
        this.config = config;
        this.client = builder.useMqttVersion3().buildAsync();
        // Before the connect: what arrives while no flow is registered is acknowledged and dropped.
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                heard -> listener.onPublish(heard.getTopic().toString(), heard.getPayloadAsBytes(), heard.isRetain()));
    }

    @Override
    public CompletableFuture<?> connect(final String topic, final byte[] death) {
        final Mqtt3Connect connect = Mqtt3Connect.builder()
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_S)
                .willPublish(message(topic, MqttQos.AT_LEAST_ONCE, true, death))
                .build();
        return client.connect(config.username() == null ? connect : withLogin(connect, config.username()));
    }

    @Override
    public CompletableFuture<?> subscribe(final List<String> filters) {
        return client.subscribe(Mqtt3Subscribe.builder()
                .addSubscriptions(filters.stream().map(filter -> Mqtt3Subscription.builder()
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

    private Mqtt3Connect withLogin(final Mqtt3Connect connect, final String username) {
        final var auth = Mqtt3SimpleAuth.builder().username(username);
        final String password = config.password();
        return connect.extend()
                .simpleAuth(
                        password == null
                                ? auth.build()
                                : auth.password(password.getBytes(StandardCharsets.UTF_8))
                                        .build())
                .build();
    }

    private static Mqtt3Publish message(
            final String topic, final MqttQos qos, final boolean isRetained, final byte[] payload) {
        return Mqtt3Publish.builder()
                .topic(topic)
                .qos(qos)
                .retain(isRetained)
                .payload(payload)
                .build();
    }
}
