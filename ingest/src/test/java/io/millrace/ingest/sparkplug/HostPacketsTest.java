package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.aliased;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Fact.CounterReading;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.sparkplug.PacketLog.Connect;
import io.millrace.ingest.sparkplug.PacketLog.Disconnect;
import io.millrace.ingest.sparkplug.PacketLog.Packet;
import io.millrace.ingest.sparkplug.PacketLog.Publish;
import io.millrace.ingest.sparkplug.PacketLog.Subscribe;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the host sends, packet by packet, as the broker reads it. */
class HostPacketsTest extends HostRig {
    private static final long START_MS = 1_700_000_000_000L;

    private final AtomicLong nowMs = new AtomicLong(START_MS);

    @Test
    @Requirement({
        "tck-id-components-ph-state",
        "tck-id-conformance-primary-host",
        "tck-id-host-topic-phid-birth-message",
        "tck-id-host-topic-phid-birth-payload",
        "tck-id-host-topic-phid-birth-payload-timestamp",
        "tck-id-host-topic-phid-birth-qos",
        "tck-id-host-topic-phid-birth-required",
        "tck-id-host-topic-phid-birth-retain",
        "tck-id-host-topic-phid-birth-sub-required",
        "tck-id-host-topic-phid-birth-topic",
        "tck-id-intro-sparkplug-host-state",
        "tck-id-message-flow-phid-sparkplug-clean-session-50",
        "tck-id-message-flow-phid-sparkplug-state-publish",
        "tck-id-message-flow-phid-sparkplug-state-publish-payload",
        "tck-id-message-flow-phid-sparkplug-state-publish-payload-timestamp",
        "tck-id-message-flow-phid-sparkplug-subscription",
        "tck-id-operational-behavior-host-application-connect-birth",
        "tck-id-operational-behavior-host-application-connect-birth-payload",
        "tck-id-operational-behavior-host-application-connect-birth-qos",
        "tck-id-operational-behavior-host-application-connect-birth-retained",
        "tck-id-operational-behavior-host-application-connect-birth-topic",
        "tck-id-payloads-state-birth",
        "tck-id-payloads-state-birth-payload",
        "tck-id-payloads-state-subscribe",
        "tck-id-principles-birth-certificates-order"
    })
    void shouldConnectAnewThenSubscribeThenSayOnline() throws Exception {
        start();
        final List<Packet> packets = broker.packets.of(clientId());

        final Connect connect = (Connect) packets.get(0);
        assertThat(connect.version()).isEqualTo(com.hivemq.extension.sdk.api.packets.general.MqttVersion.V_5);
        assertThat(connect.cleanStart()).isTrue();
        assertThat(connect.expirySeconds()).isZero();
        assertThat(packets.get(1))
                .isEqualTo(new Subscribe(clientId(), List.of("spBv1.0/STATE/" + hostId, "spBv1.0/Berlin/#")));
        assertState((Publish) packets.get(2), "{\"online\":true,\"timestamp\":1700000000000}");
    }

    @Test
    @Requirement("tck-id-message-flow-phid-sparkplug-clean-session-311")
    void shouldDoTheSameInMqtt311() throws Exception {
        startEdge(1);
        startHost(config(MqttVersion.V3_1_1, new MqttServer("127.0.0.1", broker.port(), null)), this::nowNs, 0);
        until(host::isReady);
        edge.count();
        until(() -> inlet.facts(CounterReading.class).size() == 2);
        host.close();
        until(() -> !broker.packets.of(clientId(), Disconnect.class).isEmpty());

        final List<Packet> packets = broker.packets.of(clientId());
        final Connect connect = (Connect) packets.get(0);
        assertThat(connect.version()).isEqualTo(com.hivemq.extension.sdk.api.packets.general.MqttVersion.V_3_1_1);
        assertThat(connect.cleanStart()).isTrue();
        assertState(connect.will(), "{\"online\":false,\"timestamp\":1700000000000}");
        assertThat(packets.get(1)).isInstanceOf(Subscribe.class);
        assertState((Publish) packets.get(2), "{\"online\":true,\"timestamp\":1700000000000}");
        assertState((Publish) packets.get(packets.size() - 2), "{\"online\":false,\"timestamp\":1700000000000}");
    }

    @Test
    @Requirement({
        "tck-id-host-topic-phid-death-payload",
        "tck-id-host-topic-phid-death-qos",
        "tck-id-host-topic-phid-death-required",
        "tck-id-host-topic-phid-death-retain",
        "tck-id-host-topic-phid-death-topic",
        "tck-id-operational-behavior-host-application-connect-will",
        "tck-id-operational-behavior-host-application-connect-will-payload",
        "tck-id-operational-behavior-host-application-connect-will-qos",
        "tck-id-operational-behavior-host-application-connect-will-retained",
        "tck-id-operational-behavior-host-application-connect-will-topic",
        "tck-id-payloads-state-will-message",
        "tck-id-payloads-state-will-message-payload",
        "tck-id-payloads-state-will-message-qos",
        "tck-id-payloads-state-will-message-retain"
    })
    void shouldLeaveAWillThatSaysOffline() throws Exception {
        start();

        assertThat(broker.packets.of(clientId(), Connect.class))
                .singleElement()
                .satisfies(connect -> assertState(connect.will(), "{\"online\":false,\"timestamp\":1700000000000}"));
    }

    @Test
    @Requirement({
        "tck-id-host-topic-phid-death-payload-timestamp-disconnect-clean",
        "tck-id-host-topic-phid-death-payload-timestamp-disconnect-with-no-disconnect-packet",
        "tck-id-operational-behavior-host-application-death-payload",
        "tck-id-operational-behavior-host-application-death-qos",
        "tck-id-operational-behavior-host-application-death-retained",
        "tck-id-operational-behavior-host-application-death-topic",
        "tck-id-operational-behavior-host-application-disconnect-intentional",
        "tck-id-operational-behavior-host-application-termination"
    })
    void shouldSayOfflineWithTheTimeOfTheEndBeforeItDisconnects() throws Exception {
        start();
        nowMs.addAndGet(5_000);
        host.close();

        until(() -> !broker.packets.of(clientId(), Disconnect.class).isEmpty());
        final List<Packet> packets = broker.packets.of(clientId());
        assertThat(packets.get(packets.size() - 1)).isInstanceOf(Disconnect.class);
        assertState((Publish) packets.get(packets.size() - 2), "{\"online\":false,\"timestamp\":1700000005000}");
    }

    @Test
    @Requirement({
        "tck-id-operational-behavior-data-commands-ncmd-metric-name",
        "tck-id-operational-behavior-data-commands-ncmd-metric-value",
        "tck-id-operational-behavior-data-commands-ncmd-rebirth-name",
        "tck-id-operational-behavior-data-commands-ncmd-rebirth-value",
        "tck-id-operational-behavior-data-commands-ncmd-rebirth-verb",
        "tck-id-operational-behavior-data-commands-ncmd-verb",
        "tck-id-payloads-name-cmd-requirement",
        "tck-id-payloads-ncmd-qos",
        "tck-id-payloads-ncmd-retain",
        "tck-id-payloads-ncmd-seq",
        "tck-id-payloads-ncmd-timestamp",
        "tck-id-topics-ncmd-mqtt",
        "tck-id-topics-ncmd-payload",
        "tck-id-topics-ncmd-timestamp",
        "tck-id-topics-ncmd-topic"
    })
    void shouldAskForARebirthAfterItsOwnBirth() throws Exception {
        start();
        until(() -> publishes().size() == 2);
        final Publish command = publishes().get(1);

        assertThat(publishes().get(0).topic()).isEqualTo(SparkplugTopic.state(hostId));
        assertThat(command.topic()).isEqualTo("spBv1.0/Berlin/NCMD/line2");
        assertThat(command.qos()).isZero();
        assertThat(command.isRetained()).isFalse();
        // Byte for byte: no number, the time as payload and metric have it, the one metric each NBIRTH must have, of
        // its type.
        assertThat(command.payload())
                .isEqualTo(TestMetric.payload(
                        START_MS,
                        -1,
                        TestMetric.metric()
                                .name("Node Control/Rebirth")
                                .time(START_MS)
                                .type(DataType.BOOLEAN.ordinal())
                                .booleanValue(true)));
    }

    @Test
    @Requirement({
        "tck-id-operational-behavior-data-commands-dcmd-metric-name",
        "tck-id-operational-behavior-data-commands-dcmd-metric-value",
        "tck-id-operational-behavior-data-commands-dcmd-verb",
        "tck-id-payloads-dcmd-qos",
        "tck-id-payloads-dcmd-retain",
        "tck-id-payloads-dcmd-seq",
        "tck-id-payloads-dcmd-timestamp",
        "tck-id-topics-dcmd-mqtt",
        "tck-id-topics-dcmd-payload",
        "tck-id-topics-dcmd-timestamp",
        "tck-id-topics-dcmd-topic"
    })
    void shouldWriteToNoDeviceWhateverItHears() throws Exception {
        startEdge(1);
        start();
        until(host::isReady);
        edge.data("mill1", aliased(4_711).longValue(1));
        edge.publish("DDATA/line2/mill1", new byte[] {18, 99, 1});
        edge.countLost();
        edge.publish("DDEATH/line2/mill1", TestMetric.payload(START_MS, 77));
        edge.count();
        nowMs.addAndGet(60_000);
        until(() -> edge.rebirths.get() >= 2);
        edge.count();
        until(() -> inlet.facts(CounterReading.class).size() >= 3);
        host.close();

        assertThat(publishes())
                .as("statements on DCMD hold, since there is none")
                .extracting(Publish::topic)
                .containsOnly(SparkplugTopic.state(hostId), "spBv1.0/Berlin/NCMD/line2");
    }

    @Test
    @Requirement("tck-id-message-flow-edge-node-birth-publish-will-message-topic")
    void shouldHearTheWillOfAnEdgeNode() throws Exception {
        startEdge(1);
        start();
        until(host::isReady);
        edge.die();

        until(() -> inlet.facts().contains(EdgeNodeRig.STALE));
        assertThat(broker.packets.of("edge-line2", Connect.class))
                .last()
                .satisfies(connect -> assertThat(connect.will().topic()).isEqualTo("spBv1.0/Berlin/NDEATH/line2"));
    }

    private void start() {
        startHost(config(), this::nowNs, 0);
        until(() -> !publishes().isEmpty());
    }

    private long nowNs() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs.get());
    }

    private List<Publish> publishes() {
        return broker.packets.of(clientId(), Publish.class);
    }

    private void assertState(final Publish state, final String payload) {
        assertThat(state.topic()).isEqualTo("spBv1.0/STATE/" + hostId);
        assertThat(state.qos()).isEqualTo(1);
        assertThat(state.isRetained()).isTrue();
        assertThat(state.text()).isEqualTo(payload);
    }
}
