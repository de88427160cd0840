package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.aliased;
import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact.ConnectionChanged;
import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Fact.OrderContext;
import io.millrace.core.event.Fact.SourceGap;
import io.millrace.core.event.Fact.StateChanged;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The host against a real broker and an edge node that speaks raw MQTT. */
class SparkplugHostTest extends HostRig {
    @Test
    void shouldReadANodeThatWasBornBefore() throws Exception {
        startEdge(1);
        final List<Mqtt5Publish> births = new CopyOnWriteArrayList<>();
        final Mqtt5AsyncClient listener = client("listener");
        listener.connect().get(5, TimeUnit.SECONDS);
        listener.subscribeWith()
                .topicFilter("spBv1.0/Berlin/+/line2/#")
                .callback(births::add)
                .send()
                .get(5, TimeUnit.SECONDS);
        edge.birth();
        until(() -> births.size() == 2);
        listener.disconnect().get(5, TimeUnit.SECONDS);
        startHost(0);
        eventually(() -> assertThat(host.isReady()).isTrue());
        assertThat(edge.rebirths).hasValue(1);
        edge.count();

        eventually(() -> assertThat(inlet.facts(CounterReading.class))
                .containsExactly(
                        new CounterReading(Measure.GOOD, true, 100_000),
                        new CounterReading(Measure.GOOD, false, 101_000)));
        assertThat(inlet.facts(StateChanged.class))
                .extracting(StateChanged::state)
                .containsExactly(MachineState.EXECUTE);
        assertThat(inlet.facts(OrderContext.class))
                .extracting(OrderContext::order)
                .containsExactly("1002");
        assertThat(inlet.facts(SourceGap.class))
                .as("a first start has missed nothing")
                .isEmpty();
        assertThat(host.counters().messages().sum()).isEqualTo(3);
        assertThat(host.counters().rebirthRequests().sum()).isEqualTo(1);
    }

    @Test
    void shouldSayOnlineAndOffline() throws Exception {
        final Mqtt5AsyncClient watcher = watchState();
        startHost(0);
        eventually(() -> assertThat(states).hasSize(1));
        assertThat(text(states.get(0))).matches("\\{\"online\":true,\"timestamp\":\\d{13}}");
        assertThat(states.get(0).getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);

        host.close();
        eventually(() -> assertThat(states).hasSize(2));
        assertThat(text(states.get(1))).matches("\\{\"online\":false,\"timestamp\":\\d{13}}");
        assertThat(millis(states.get(1))).isGreaterThanOrEqualTo(millis(states.get(0)));

        states.clear();
        watcher.disconnect().get(5, TimeUnit.SECONDS);
        watchState();
        eventually(() -> assertThat(states).as("retained").hasSize(1).allMatch(Mqtt5Publish::isRetain));
    }

    @Test
    void shouldLeaveAWillWithTheSameTimestamp() throws Exception {
        watchState();
        startHost(0);
        eventually(() -> assertThat(states).hasSize(1));
        // Another client with its id: the broker throws the host out and sends its will.
        final Mqtt5AsyncClient thief = client("client-" + hostId);
        thief.connect().get(5, TimeUnit.SECONDS);

        eventually(() -> assertThat(states).hasSizeGreaterThanOrEqualTo(2));
        assertThat(text(states.get(1))).isEqualTo("{\"online\":false,\"timestamp\":" + millis(states.get(0)) + "}");
        assertThat(states.get(1).getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);

        eventually(() -> assertThat(text(states.get(states.size() - 1))).contains("true"));
        assertThat(millis(states.get(states.size() - 1)))
                .as("a new timestamp for a new connect")
                .isGreaterThan(millis(states.get(0)));
    }

    @Test
    @Requirement("tck-id-message-flow-hid-sparkplug-state-message-delivered")
    void shouldRepublishOnline() throws Exception {
        final Mqtt5AsyncClient other = watchState();
        startHost(0);
        eventually(() -> assertThat(states).hasSize(1));
        other.publishWith()
                .topic(SparkplugTopic.state(hostId))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload("{\"online\":false,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8))
                .send()
                .get(5, TimeUnit.SECONDS);

        eventually(() -> assertThat(states).hasSize(3));
        assertThat(text(states.get(2))).isEqualTo(text(states.get(0)));
    }

    @Test
    void shouldNoticeAnotherGatewayOfTheSameHostId() throws Exception {
        startHost(0);
        until(() -> broker.packets.of(clientId(), PacketLog.Publish.class).size() > 1);
        final CollectingInlet rivals = new CollectingInlet();
        final SparkplugConfig own = config();
        final SparkplugHost rival = new SparkplugHost(
                new SparkplugConfig(
                        "spb",
                        own.servers(),
                        own.mqttVersion(),
                        null,
                        null,
                        "rival-" + hostId,
                        hostId,
                        own.groups(),
                        200,
                        own.machines()),
                new SourceContext("gw2", "spb", CLOCK, rivals, Set.of(MILL1), 0));
        rival.start();
        try {
            until(() -> host.counters().rivals().sum() > 0);
        } finally {
            rival.close();
        }
    }

    @Test
    void shouldRecoverFromALostMessageWithADeclaredGap() throws Exception {
        startBoth(1);
        edge.countLost();
        edge.count();

        eventually(() -> assertThat(inlet.facts(CounterReading.class))
                .contains(new CounterReading(Measure.GOOD, true, 102_000)));
        assertThat(inlet.facts(SourceGap.class)).isNotEmpty();
        assertThat(host.counters().seqGaps().sum()).isEqualTo(1);
        assertThat(edge.rebirths).as("one at the connect, one for the loss").hasValue(2);
    }

    @Test
    void shouldHearADeath() throws Exception {
        startBoth(3);
        edge.die();

        eventually(() -> assertThat(inlet.facts(StateChanged.class))
                .extracting(StateChanged::state)
                .containsExactly(MachineState.EXECUTE, MachineState.UNKNOWN));
    }

    @Test
    @Requirement("tck-id-operational-behavior-primary-application-state-with-multiple-servers-state")
    void shouldComeBackWhenTheBrokerDoes() throws Exception {
        startBoth(1);
        edge.count();
        eventually(() -> assertThat(inlet.facts(CounterReading.class)).hasSize(2));
        final long lastHeardNs =
                inlet.events().get(inlet.events().size() - 1).head().gatewayTimeNs();

        broker.stop();
        final long downNs = CLOCK.getAsLong();
        eventually(() -> assertThat(host.isReady()).isFalse());
        eventually(() -> assertThat(inlet.facts(ConnectionChanged.class)).hasSize(1));
        final Event lost = inlet.events().get(inlet.events().size() - 1);
        assertThat(lost.fact()).isEqualTo(new ConnectionChanged(false, "the connection to the MQTT server was lost"));
        assertThat(lost.head().machine()).isEqualTo(MILL1);
        assertThat(lost.head().sourceTimeNs())
                .as("the last that was heard of the machine")
                .isEqualTo(lastHeardNs)
                .isLessThan(downNs);
        assertThat(lost.head().gatewayTimeNs()).isGreaterThan(lastHeardNs);
        edge.countLost();
        broker.start();
        watchState();
        eventually(
                () -> assertThat(states).extracting(SparkplugHostTest::text).anyMatch(text -> text.contains("true")));
        final int before = inlet.events().size();
        edge = new TestEdgeNode(broker.port(), 2);
        edge.connect();
        edge.data("mill1", aliased(3).longValue(500));
        eventually(() -> assertThat(edge.rebirths).as("asked for its birth").hasValueGreaterThan(0));
        eventually(() -> assertThat(host.isReady()).isTrue());
        edge.count();

        eventually(() -> assertThat(inlet.facts(CounterReading.class))
                .contains(new CounterReading(Measure.GOOD, false, 101_000)));
        final List<SourceGap> gaps = inlet.facts(SourceGap.class);
        assertThat(gaps.get(0).fromNs()).isEqualTo(lastHeardNs);
        assertThat(inlet.facts(ConnectionChanged.class))
                .extracting(ConnectionChanged::connected)
                .as("lost once, found once")
                .containsExactly(false, true);
        assertThat(inlet.facts())
                .containsSubsequence(lost.fact(), new ConnectionChanged(true, "connected again"), gaps.get(0));
        assertThat(gaps).as("no hole between the gaps").hasSize(2);
        assertThat(gaps.get(1).fromNs()).isEqualTo(gaps.get(0).toNs());
        assertThat(inlet.events().subList(before, inlet.events().size()))
                .filteredOn(event -> event.fact() instanceof StateChanged)
                .allSatisfy(state -> assertThat(state.head().sourceTimeNs())
                        .isGreaterThanOrEqualTo(gaps.get(1).toNs()));
    }

    @Test
    void shouldDeclareTheTimeItWasNotRunning() throws Exception {
        final long lastHeardNs = CLOCK.getAsLong() - TimeUnit.MINUTES.toNanos(5);
        startHost(lastHeardNs);

        eventually(
                () -> assertThat(inlet.facts(SourceGap.class)).singleElement().satisfies(gap -> assertThat(gap.fromNs())
                        .isEqualTo(lastHeardNs)));
    }

    @Test
    void shouldSayNothingOfTheConnectionWhenItIsClosedOrNeverWas() throws Exception {
        startBoth(1);
        host.close();
        assertThat(inlet.facts(ConnectionChanged.class)).as("a clean end").isEmpty();

        broker.stop();
        final int before = inlet.messages.size();
        startHost(CLOCK.getAsLong());
        broker.start();
        eventually(() -> assertThat(inlet.messages).hasSizeGreaterThan(before));
        assertThat(inlet.facts(SourceGap.class)).hasSize(1);
        assertThat(inlet.facts(ConnectionChanged.class))
                .as("it has lost nothing")
                .isEmpty();
    }

    @Test
    void shouldKeepWhatItCannotReadAndGoOn() throws Exception {
        startBoth(1);
        edge.publish("DDATA/line2/mill1", new byte[] {18, 99, 1});
        edge.publish("DBIRTH/line9/other", payload(1, 1, metric().name("x").intValue(1)));
        edge.publish("DBIRTH/line9/other", payload(1, 1, metric().name("x").intValue(1)));
        edge.publish("DBIRTH/line8/ghost", payload(1, 1, metric().name("x").intValue(1)));
        edge.count();

        eventually(() -> assertThat(inlet.facts(CounterReading.class))
                .contains(new CounterReading(Measure.GOOD, false, 101_000)));
        assertThat(inlet.letters)
                .extracting(DeadLetter::reason)
                .containsExactly(
                        DeadLetter.Reason.UNDECODABLE, DeadLetter.Reason.NOT_MAPPED, DeadLetter.Reason.UNKNOWN_MACHINE);
        assertThat(inlet.letters.get(0).payload()).containsExactly(18, 99, 1);
        assertThat(inlet.letters.get(0).origin()).isEqualTo("spBv1.0/Berlin/DDATA/line2/mill1");
        assertThat(host.counters().undecodable().sum()).isEqualTo(1);
        assertThat(host.counters().notMapped().sum()).isEqualTo(3);
    }

    @Test
    void shouldWaitWhileThereIsNoRoom() throws Exception {
        inlet.refusals.set(200);
        startBoth(1);
        for (int i = 0; i < 500; i++) {
            edge.count();
        }

        eventually(() -> assertThat(inlet.facts(CounterReading.class)).hasSize(501));
        assertThat(inlet.facts(CounterReading.class).get(500))
                .isEqualTo(new CounterReading(Measure.GOOD, false, 600_000));
        assertThat(inlet.refusals).hasValue(0);
    }
}
