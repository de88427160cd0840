package io.millrace.ingest.sparkplug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.tahu.edge.EdgeClient;
import org.eclipse.tahu.edge.api.MetricHandler;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.EdgeNodeDescriptor;
import org.eclipse.tahu.message.model.MessageType;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.message.model.SparkplugBPayloadMap;
import org.eclipse.tahu.message.model.SparkplugBPayloadMap.SparkplugBPayloadMapBuilder;
import org.eclipse.tahu.message.model.SparkplugDescriptor;
import org.eclipse.tahu.message.model.StatePayload;
import org.eclipse.tahu.message.model.Topic;
import org.eclipse.tahu.model.MqttServerDefinition;
import org.eclipse.tahu.mqtt.ClientCallback;
import org.eclipse.tahu.mqtt.MqttClientId;
import org.eclipse.tahu.mqtt.MqttServerName;
import org.eclipse.tahu.mqtt.MqttServerUrl;
import org.jspecify.annotations.Nullable;

/**
 * By Eclipse Tahu's edge client, Sparkplug's reference implementation. It has a primary host: it gives no birth before that host says
 * that it is online, and goes on to the next of its servers when it says that it is not.
 */
final class TahuEdgeNode implements ForeignEdgeNode {
    private static final String NAMESPACE = "spBv1.0";
    private static final EdgeNodeDescriptor NODE = new EdgeNodeDescriptor("Berlin", "line2");
    private static final Topic DEATH = new Topic(NAMESPACE, "Berlin", "line2", MessageType.NDEATH);

    private final EdgeClient client;
    private final Thread thread;
    private long bdSeq = -1;
    private long good = 100;
    private boolean isClosed;

    TahuEdgeNode(final String primaryHostId, final int... ports) throws Exception {
        final List<MqttServerDefinition> servers = new ArrayList<>();
        for (final int port : ports) {
            servers.add(new MqttServerDefinition(
                    new MqttServerName("server " + port),
                    new MqttClientId("tahu-line2", false),
                    new MqttServerUrl("tcp://127.0.0.1:" + port),
                    null,
                    null,
                    5,
                    DEATH));
        }
        client = new EdgeClient(
                new Handler(), NODE, List.of("mill1"), primaryHostId, true, 0L, servers, new Callback(), null);
        thread = new Thread(client, "tahu-edge-node");
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void count() throws Exception {
        final SparkplugBPayload data = payload(new MetricBuilder("Good", MetricDataType.Int64, ++good).createMetric());
        client.publishDeviceData("mill1", data);
    }

    @Override
    public void deviceDeath() {
        client.publishDeviceDeath("mill1");
    }

    @Override
    public void deviceBirth() throws Exception {
        client.publishDeviceBirth(
                "mill1",
                payload(
                        new MetricBuilder("State", MetricDataType.Int32, 6).createMetric(),
                        new MetricBuilder("StopReason", MetricDataType.String, "").createMetric(),
                        new MetricBuilder("Good", MetricDataType.Int64, good).createMetric(),
                        new MetricBuilder("Order", MetricDataType.String, "1002/0010").createMetric(),
                        new MetricBuilder("Loads", MetricDataType.Int32Array, new Integer[] {1, -1}).createMetric()));
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            client.shutdown();
        }
    }

    private static SparkplugBPayload payload(final Metric... metrics) {
        return new SparkplugBPayloadBuilder()
                .setTimestamp(new Date())
                .addMetrics(List.of(metrics))
                .createPayload();
    }

    private Metric bdSeq() throws Exception {
        return new MetricBuilder("bdSeq", MetricDataType.Int64, bdSeq).createMetric();
    }

    private final class Handler implements MetricHandler {
        @Override
        public Topic getDeathTopic() {
            return DEATH;
        }

        /** Asked for before each connect: a new session. */
        @Override
        public byte[] getDeathPayloadBytes() throws Exception {
            bdSeq++;
            return new SparkplugBPayloadEncoder().getBytes(payload(bdSeq()), true);
        }

        @Override
        public void publishBirthSequence() {
            try {
                final SparkplugBPayloadMap birth = new SparkplugBPayloadMapBuilder()
                        .setTimestamp(new Date())
                        .addMetric(bdSeq())
                        .createPayload();
                client.publishNodeBirth(birth);
                deviceBirth();
            } catch (final Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public boolean hasMetric(final SparkplugDescriptor descriptor, final String metric) {
            return true;
        }
    }

    private final class Callback implements ClientCallback {
        private final ObjectMapper json = new ObjectMapper();

        @Override
        public void messageArrived(
                final @Nullable MqttServerName server,
                final @Nullable MqttServerUrl url,
                final @Nullable MqttClientId id,
                final String topic,
                final MqttMessage message) {
            try {
                if (topic.startsWith(NAMESPACE + "/STATE/")) {
                    final JsonNode state = json.readTree(message.getPayload());
                    client.handleStateMessage(
                            topic.substring(topic.lastIndexOf('/') + 1),
                            new StatePayload(
                                    state.get("online").booleanValue(),
                                    state.get("timestamp").longValue()));
                } else if (topic.equals(NAMESPACE + "/Berlin/NCMD/line2") && asksForARebirth(message.getPayload())) {
                    client.handleRebirthRequest(true);
                }
            } catch (final Exception unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }

        private boolean asksForARebirth(final byte[] command) throws Exception {
            return new SparkplugBPayloadDecoder()
                    .buildFromByteArray(command, null).getMetrics().stream()
                            .anyMatch(metric -> metric.getName().equals("Node Control/Rebirth")
                                    && Boolean.TRUE.equals(metric.getValue()));
        }

        @Override
        public void shutdown() {}

        @Override
        public void connectionLost(
                final @Nullable MqttServerName server,
                final @Nullable MqttServerUrl url,
                final @Nullable MqttClientId id,
                final @Nullable Throwable cause) {}

        @Override
        public void connectComplete(
                final boolean isReconnect,
                final @Nullable MqttServerName server,
                final @Nullable MqttServerUrl url,
                final @Nullable MqttClientId id) {}
    }
}
