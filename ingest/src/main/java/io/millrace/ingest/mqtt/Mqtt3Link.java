package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** MQTT 3.1.1: the broker alone says how long it keeps a session and how much it sends at a time. */
final class Mqtt3Link implements MqttLink {
    private final MqttJsonConfig config;
    private final Mqtt3AsyncClient client;

    Mqtt3Link(final MqttJsonConfig config, final MqttClientBuilder builder) {
        this.config = config;
        this.client = builder.useMqttVersion3().buildAsync();
    }

    @Override
    public void hear(final Consumer<MqttMessage> consumer) {
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> consumer.accept(new MqttMessage(
                        publish.getTopic().toString(),
                        publish.getPayloadAsBytes(),
                        "",
                        publish.getQos() != MqttQos.AT_MOST_ONCE,
                        publish::acknowledge)),
                Runnable::run,
                true);
    }

    @Override
    public void gather(final GatheredReads reads) {
        MqttLoop.gather(client.getConfig().getConnectionConfig().orElse(null), reads);
    }

    @Override
    public CompletableFuture<Welcome> connect() {
        return client.connect(packet()).thenApply(told -> new Welcome(told.isSessionPresent(), MqttQos.EXACTLY_ONCE));
    }

    @Override
    public CompletableFuture<List<MqttQos>> subscribe() {
        final Mqtt3Subscribe subscribe = Mqtt3Subscribe.builder()
                .addSubscriptions(config.topics().stream().map(topic -> Mqtt3Subscription.builder()
                        .topicFilter(topic)
                        .qos(config.qos())
                        .build()))
                .build();
        return client.subscribe(subscribe).thenApply(told -> told.getReturnCodes().stream()
                .map(code -> MqttQos.fromCode(code.getCode()))
                .toList());
    }

    @Override
    public boolean isSubscribingAgainHarmless() {
        return false;
    }

    @Override
    public CompletableFuture<?> disconnect() {
        return client.disconnect();
    }

    @Override
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    /** The broker just closes the connection. */
    @Override
    public boolean isTakeOver(final Throwable cause) {
        return false;
    }

    /** The protocol has no such limit. */
    @Override
    public boolean isTooMuchAtOnce(final Throwable cause) {
        return false;
    }

    private Mqtt3Connect packet() {
        final Mqtt3ConnectBuilder connect =
                Mqtt3Connect.builder().cleanSession(false).keepAlive(MqttConnection.KEEP_ALIVE_S);
        final String username = config.access().username();
        final String password = config.access().password();
        if (username == null) {
            return connect.build();
        }
        final var user = connect.simpleAuth().username(username);
        return password == null
                ? user.applySimpleAuth().build()
                : user.password(password.getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .build();
    }
}
