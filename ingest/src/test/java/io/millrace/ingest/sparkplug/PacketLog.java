package io.millrace.ingest.sparkplug;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.packets.subscribe.Subscription;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What each client has sent to the broker, as the broker has read it, in the order of its arrival. */
final class PacketLog implements ExtensionMain {
    sealed interface Packet {
        String client();
    }

    record Connect(String client, MqttVersion version, boolean cleanStart, long expirySeconds, @Nullable Publish will)
            implements Packet {}

    record Subscribe(String client, List<String> filters) implements Packet {}

    record Publish(String client, String topic, int qos, boolean isRetained, byte[] payload) implements Packet {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    record Disconnect(String client) implements Packet {}

    private final List<Packet> packets = new CopyOnWriteArrayList<>();

    List<Packet> of(final String client) {
        return packets.stream().filter(packet -> packet.client().equals(client)).toList();
    }

    <T extends Packet> List<T> of(final String client, final Class<T> kind) {
        return of(client).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void extensionStart(final ExtensionStartInput input, final ExtensionStartOutput output) {
        Services.interceptorRegistry()
                .setConnectInboundInterceptorProvider(
                        provider -> (in, out) -> packets.add(connect(in.getConnectPacket())));
        Services.initializerRegistry().setClientInitializer((initializer, client) -> {
            client.addPublishInboundInterceptor(
                    (in, out) -> packets.add(publish(in.getClientInformation().getClientId(), in.getPublishPacket())));
            client.addSubscribeInboundInterceptor((in, out) -> packets.add(new Subscribe(
                    in.getClientInformation().getClientId(),
                    in.getSubscribePacket().getSubscriptions().stream()
                            .map(Subscription::getTopicFilter)
                            .toList())));
            client.addDisconnectInboundInterceptor((in, out) ->
                    packets.add(new Disconnect(in.getClientInformation().getClientId())));
        });
    }

    @Override
    public void extensionStop(final ExtensionStopInput input, final ExtensionStopOutput output) {}

    private static Connect connect(final ConnectPacket packet) {
        return new Connect(
                packet.getClientId(),
                packet.getMqttVersion(),
                packet.getCleanStart(),
                packet.getSessionExpiryInterval(),
                packet.getWillPublish()
                        .map(will -> publish(packet.getClientId(), will))
                        .orElse(null));
    }

    private static Publish publish(final String client, final PublishPacket packet) {
        final ByteBuffer payload = packet.getPayload().orElse(ByteBuffer.allocate(0));
        final byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return new Publish(client, packet.getTopic(), packet.getQos().getQosNumber(), packet.getRetain(), bytes);
    }
}
