package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.sparkplug.PacketLog.Connect;
import io.millrace.ingest.sparkplug.PacketLog.Publish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host and an edge node on two MQTT servers. */
class HostServersTest extends HostRig {
    private static TestBroker other;

    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);

    @BeforeAll
    static void startOther(@TempDir final Path folder) throws IOException {
        other = new TestBroker(folder);
        other.start();
    }

    @AfterAll
    static void stopOther() {
        other.close();
    }

    @Test
    @Requirement({
        "tck-id-operational-behavior-host-application-multi-server-timestamp",
        "tck-id-operational-behavior-primary-application-state-with-multiple-servers-state-subs"
    })
    void shouldGoOnWithOneServerAndSayOnlineAtTheOtherWithATimestampOfItsOwn() throws Exception {
        other.stop();
        startEdge(1);
        start();
        until(host::isReady);
        edge.count();
        until(() -> inlet.facts(CounterReading.class).size() == 2);
        assertThat(onlineAt(broker)).isEqualTo(1_700_000_000_000L);
        nowMs.addAndGet(7_000);
        other.start();
        until(() -> onlineAt(other) > 0);

        assertThat(onlineAt(other)).isGreaterThanOrEqualTo(1_700_000_007_000L);
        assertThat(other.packets.of(clientId(), Connect.class)).last().satisfies(connect -> assertThat(
                        connect.will().text())
                .isEqualTo("{\"online\":false,\"timestamp\":" + onlineAt(other) + "}"));
        assertThat(onlineAt(broker)).as("is not touched").isEqualTo(1_700_000_000_000L);
    }

    @Test
    void shouldReadAnEdgeNodeThatMovesToTheOtherServer() throws Exception {
        startEdge(1);
        start();
        until(host::isReady);
        edge.count();
        until(() -> inlet.facts(CounterReading.class).size() == 2);
        // It has asked there as well, in vain: else the node would be asked for a second birth.
        until(() -> other.packets.of(clientId(), Publish.class).size() == 2);
        edge.die();
        until(() -> inlet.facts().contains(EdgeNodeRig.STALE));

        edge = new TestEdgeNode(other.port(), 2);
        edge.connect();
        edge.birth();
        edge.count();

        eventually(() -> assertThat(inlet.facts(CounterReading.class))
                .containsExactly(
                        new CounterReading(Measure.GOOD, true, 100_000),
                        new CounterReading(Measure.GOOD, false, 101_000),
                        new CounterReading(Measure.GOOD, true, 100_000),
                        new CounterReading(Measure.GOOD, false, 101_000)));
        assertThat(host.counters().seqGaps().sum()).isZero();
    }

    private void start() {
        startHost(
                config(
                        MqttVersion.V5,
                        new MqttServer("127.0.0.1", broker.port(), null),
                        new MqttServer("127.0.0.1", other.port(), null)),
                () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()),
                0);
    }

    /** Timestamp of the last STATE there, 0 if there is none or it is not online. */
    private long onlineAt(final TestBroker server) {
        return server.packets.of(clientId(), Publish.class).stream()
                .filter(publish -> publish.topic().equals(SparkplugTopic.state(hostId)))
                .map(Publish::text)
                .reduce((first, last) -> last)
                .filter(text -> text.contains("true"))
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")))
                .orElse(0L);
    }
}
