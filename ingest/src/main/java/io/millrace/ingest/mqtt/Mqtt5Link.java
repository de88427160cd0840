package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** MQTT 5. */
final class Mqtt5Link implements MqttLink {
    private final MqttJsonConfig config;
    private final int receiveMaximum;
    private final Mqtt5AsyncClient client;

    Mqtt5Link(final MqttJsonConfig config, final int receiveMaximum, final MqttClientBuilder builder) {
        this.config = config;
        this.receiveMaximum = receiveMaximum;
        this.client = builder.useMqttVersion5().buildAsync();
    }

    @Override
    public void hear(final Consumer<MqttMessage> consumer) {
        client.publishes(
                MqttGlobalPublishFilter.ALL, publish -> consumer.accept(message(publish)), Runnable::run, true);
    }

    @Override
    public void gather(final GatheredReads reads) {
        MqttLoop.gather(client.getConfig().getConnectionConfig().orElse(null), reads);
    }

    @Override
    public CompletableFuture<Welcome> connect() {
        return client.connect(packet())
                .thenApply(told -> new Welcome(
                        told.isSessionPresent(), told.getRestrictions().getMaximumQos()));
    }

    @Override
    public CompletableFuture<List<MqttQos>> subscribe() {
        final Mqtt5Subscribe subscribe = Mqtt5Subscribe.builder()
                .addSubscriptions(config.topics().stream().map(this::subscription))
                .build();
        return client.subscribe(subscribe).thenApply(told -> told.getReasonCodes().stream()
                .map(code -> MqttQos.fromCode(code.getCode()))
                .toList());
    }

    @Override
    public boolean isSubscribingAgainHarmless() {
        return true;
    }

    @Override
    public CompletableFuture<?> disconnect() {
        return client.disconnect();
    }

    @Override
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public boolean isTakeOver(final Throwable cause) {
        return hasReason(cause, Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER);
    }

    @Override
    public boolean isTooMuchAtOnce(final Throwable cause) {
        return hasReason(cause, Mqtt5DisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }

    private static boolean hasReason(final Throwable cause, final Mqtt5DisconnectReasonCode reason) {
        return cause instanceof Mqtt5DisconnectException told
                && told.getMqttMessage().getReasonCode() == reason;
    }

    private Mqtt5Connect packet() {
        final Mqtt5ConnectBuilder connect = Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(config.sessionExpirySeconds())
                .keepAlive(MqttConnection.KEEP_ALIVE_S)
                .restrictions()
                .receiveMaximum(receiveMaximum)
                .maximumPacketSize(MqttConnection.MAX_PACKET_BYTES)
                .applyRestrictions();
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

    private Mqtt5Subscription subscription(final String topic) {
        return Mqtt5Subscription.builder()
                .topicFilter(topic)
                .qos(config.qos())
                // Subscribing anew at each connect must not bring every retained message again.
                .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                .build();
    }

    private static MqttMessage message(final Mqtt5Publish publish) {
        return new MqttMessage(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                correlationId(publish),
                publish.getQos() != MqttQos.AT_MOST_ONCE,
                publish::acknowledge);
    }

    /** The trace context if there is one, else the correlation data: as text if that is what they are, else in hexadecimal. */
    private static String correlationId(final Mqtt5Publish publish) {
        final List<? extends Mqtt5UserProperty> properties =
                publish.getUserProperties().asList();
        if (properties.isEmpty() && publish.getCorrelationData().isEmpty()) {
            return "";
        }
        return properties.stream()
                .filter(property -> property.getName().toString().equals("traceparent"))
                .map(property -> property.getValue())
                .map(MqttUtf8String::toString)
                .findFirst()
                .or(() -> publish.getCorrelationData().map(Mqtt5Link::readable))
                .orElse("");
    }

    private static String readable(final ByteBuffer data) {
        try {
            final String text =
                    StandardCharsets.UTF_8.newDecoder().decode(data.duplicate()).toString();
            if (text.codePoints().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (final CharacterCodingException noText) {
            // As bytes, then.
        }
        final byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
