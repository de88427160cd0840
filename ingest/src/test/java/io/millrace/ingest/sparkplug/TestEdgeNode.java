package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.aliased;
import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The least an edge node does: {@code Berlin/line2} with device {@code mill1}, births on request, aliased data, a will. */
final class TestEdgeNode {
    private static final String PREFIX = "spBv1.0/Berlin/";

    final AtomicInteger rebirths = new AtomicInteger();

    private final long bdSeq;
    private final Mqtt5AsyncClient client;
    private int seq;
    private long good = 100;

    TestEdgeNode(final int port, final long bdSeq) {
        this.bdSeq = bdSeq;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("edge-line2")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::onCommand);
    }

    void connect() throws Exception {
        client.connectWith()
                .cleanStart(true)
                .willPublish()
                .topic(PREFIX + "NDEATH/line2")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload(0, -1, metric().name("bdSeq").type(4).longValue(bdSeq)))
                .applyWillPublish()
                .send()
                .get(10, TimeUnit.SECONDS);
        client.subscribeWith()
                .topicFilter(PREFIX + "NCMD/line2")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .get(10, TimeUnit.SECONDS);
    }

    synchronized void birth() {
        seq = 0;
        final long now = System.currentTimeMillis();
        publish(
                "NBIRTH/line2",
                payload(
                        now,
                        seq++,
                        metric().name("bdSeq").type(4).time(now).longValue(bdSeq),
                        metric().name("Node Control/Rebirth").type(11).time(now).booleanValue(false)));
        publish(
                "DBIRTH/line2/mill1",
                payload(
                        now,
                        seq++,
                        named("State", 1, DataType.INT32).time(now).intValue(6),
                        named("StopReason", 2, DataType.STRING).time(now).text(""),
                        named("Good", 3, DataType.INT64).time(now).longValue(good),
                        named("Order", 4, DataType.STRING).time(now).text("1002/0010")));
    }

    synchronized void count() {
        data("mill1", aliased(3).time(System.currentTimeMillis()).longValue(++good));
    }

    /** A message that the network loses: it takes a number and counts, and is not sent. */
    synchronized void countLost() {
        good++;
        seq = (seq + 1) % 256;
    }

    synchronized void data(final String device, final TestMetric... metrics) {
        publish("DDATA/line2/" + device, payload(System.currentTimeMillis(), seq, metrics));
        seq = (seq + 1) % 256;
    }

    synchronized long good() {
        return good;
    }

    void publish(final String topic, final byte[] bytes) {
        client.publishWith()
                .topic(PREFIX + topic)
                .qos(MqttQos.AT_MOST_ONCE)
                .payload(bytes)
                .send();
    }

    /** Ends the connection so that the broker sends the will. */
    void die() throws Exception {
        client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send()
                .exceptionally(alreadyGone -> null)
                .get(10, TimeUnit.SECONDS);
    }

    private void onCommand(final Mqtt5Publish command) {
        final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
        try {
            decoder.wrap(command.getPayloadAsBytes());
        } catch (final MalformedPayloadException malformed) {
            throw new IllegalStateException(malformed);
        }
        while (decoder.next()) {
            if (decoder.name().equals("Node Control/Rebirth")
                    && Boolean.TRUE.equals(decoder.value(DataType.BOOLEAN))
                    && command.getQos() == MqttQos.AT_MOST_ONCE
                    && !command.isRetain()) {
                rebirths.incrementAndGet();
                birth();
            }
        }
    }
}
