package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.aliased;
import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Fact.ConnectionChanged;
import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Fact.SourceGap;
import io.millrace.core.event.Measure;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import org.junit.jupiter.api.Test;

/** An edge node that may be at either of two MQTT servers. */
class EdgeNodeServersTest extends EdgeNodeRig {
    private static final int HERE = 0;
    private static final int THERE = 1;

    @Override
    long lastHeardNs() {
        return ns(4_000);
    }

    @Test
    void shouldDeclareTheTimeItWasNotRunningOnceForBoth() {
        node.onConnected(HERE, ns(nowMs));
        nowMs = 12_000;
        node.onConnected(THERE, ns(nowMs));

        assertThat(inlet.facts(SourceGap.class))
                .as("one for each machine")
                .containsExactly(
                        new SourceGap(ns(4_000), ns(10_000), EdgeNode.RESTARTED),
                        new SourceGap(ns(4_000), ns(10_000), EdgeNode.RESTARTED));
        assertThat(inlet.facts(ConnectionChanged.class))
                .as("it has lost nothing")
                .isEmpty();
        assertThat(requests)
                .as("it may be at either")
                .containsExactly("Berlin/line2: this host has connected", "Berlin/line2: this host has connected");
    }

    @Test
    void shouldNotMindAServerItIsNotAt() throws MalformedPayloadException {
        bornAt(HERE, 1);

        node.onConnected(THERE, ns(nowMs));
        node.onConnectionLost(THERE, ns(nowMs), ns(nowMs), "lost");
        send(HERE, Type.DDATA, "mill1", payload(nowMs, seq(), aliased(3).longValue(101)));

        assertThat(inlet.facts()).containsExactly(new CounterReading(Measure.GOOD, false, 101_000));
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldFollowItWhenTheHostHasLostItsServer() throws MalformedPayloadException {
        bornAt(HERE, 1);
        nowMs = 30_000;
        node.onConnectionLost(HERE, ns(25_000), ns(nowMs), "lost");
        assertThat(inlet.facts()).containsOnly(new ConnectionChanged(false, "lost"));
        inlet.messages.clear();
        nowMs = 31_000;
        bornAgainAt(THERE, 2);

        assertThat(inlet.facts(ConnectionChanged.class)).containsOnly(new ConnectionChanged(true, "connected again"));
        assertThat(inlet.facts(SourceGap.class)).hasSize(2).containsOnly(new SourceGap(ns(25_000), ns(31_000), "lost"));
        assertThat(inlet.facts(CounterReading.class)).containsExactly(new CounterReading(Measure.GOOD, true, 100_000));
        inlet.messages.clear();

        node.onConnected(HERE, ns(32_000));
        assertThat(inlet.messages).as("it is heard elsewhere").isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldNotTakeItForDeadWhereItNoLongerIs() throws MalformedPayloadException {
        bornAt(HERE, 1);
        nowMs = 11_000;
        bornAgainAt(THERE, 2);
        inlet.messages.clear();

        send(HERE, Type.NDEATH, "", payload(nowMs, -1, metric().name("bdSeq").longValue(2)));
        send(THERE, Type.DDATA, "mill1", payload(nowMs, seq(), aliased(3).longValue(101)));

        assertThat(inlet.facts()).containsExactly(new CounterReading(Measure.GOOD, false, 101_000));
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldDeclareWhatMayBeMissingWhenItMovesUnseen() throws MalformedPayloadException {
        bornAt(HERE, 1);
        nowMs = 11_000;
        bornAgainAt(THERE, 1);

        assertThat(inlet.facts(SourceGap.class))
                .as("even if it counts its sessions not at all")
                .hasSize(2)
                .containsOnly(new SourceGap(ns(10_000), ns(11_000), EdgeNode.MOVED));
    }

    @Test
    void shouldAskAnewWhenItSpeaksWhereItWasNotBorn() throws MalformedPayloadException {
        bornAt(HERE, 1);
        nowMs = 20_000;
        send(THERE, Type.DDATA, "mill1", payload(nowMs, seq(), aliased(3).longValue(101)));

        assertThat(inlet.facts()).containsOnly(new SourceGap(ns(10_000), ns(20_000), EdgeNode.MOVED));
        assertThat(requests).containsExactly("Berlin/line2: a message before the birth");
    }

    private void bornAt(final int server, final long bdSeq) throws MalformedPayloadException {
        bornAgainAt(server, bdSeq);
        inlet.messages.clear();
        requests.clear();
    }

    private void bornAgainAt(final int server, final long bdSeq) throws MalformedPayloadException {
        seq = 0;
        born(server, nowMs, nowMs, bdSeq);
    }
}
