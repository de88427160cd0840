package io.millrace.ingest.sparkplug;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What a host asks of its MQTT client, whatever version of the protocol it speaks. For one connection only. The session is always a
 * clean one that ends with the connection.
 */
interface HostClient {
    /** All called on the client's event loop, in the order in which things happen. */
    interface Listener {
        void onConnected();

        /** May block to hold up the server. */
        void onPublish(String topic, byte[] payload, boolean isRetained);

        /** Also if there never was a connection. */
        void onDisconnected(Throwable cause);
    }

    /** A silent cut is found within twice this time. */
    int KEEP_ALIVE_S = 10;

    int TIMEOUT_S = 5;

    /** @param death left with the server as a will, retained, QoS 1 */
    CompletableFuture<?> connect(String topic, byte[] death);

    /** With QoS 1; fails if the server grants one of them not at all. */
    CompletableFuture<?> subscribe(List<String> filters);

    CompletableFuture<?> publish(String topic, MqttQos qos, boolean isRetained, byte[] payload);

    CompletableFuture<?> disconnect();

    /**
     * @param eventLoop runs the client's one event loop, on a thread of its own
     * @throws IOException if a file for TLS cannot be used; names file and remedy
     */
    static HostClient of(
            final SparkplugConfig config, final MqttServer server, final Executor eventLoop, final Listener listener)
            throws IOException {
        final MqttClientTransportConfigBuilder transport = MqttClientTransportConfig.builder()
                .serverHost(server.host())
                .serverPort(server.port())
                .socketConnectTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .mqttConnectTimeout(TIMEOUT_S, TimeUnit.SECONDS);
        final MqttClientBuilder builder = MqttClient.builder()
                .identifier(config.clientId())
                .transportConfig((server.tls() == null
                                ? transport
                                : transport.sslConfig(server.tls().mqtt()))
                        .build())
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(eventLoop)
                        .nettyThreads(1)
                        .build())
                .addConnectedListener(context -> listener.onConnected())
                .addDisconnectedListener(context -> listener.onDisconnected(context.getCause()));
        return switch (config.mqttVersion()) {
            case V5 -> new Mqtt5HostClient(builder, config, listener);
            case V3_1_1 -> new Mqtt3HostClient(builder, config, listener);
        };
    }
}
