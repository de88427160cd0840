package io.millrace.ingest.sparkplug;

import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A host of its own id for each test, a real broker for all, and an edge node that speaks raw MQTT. */
abstract class HostRig {
    static final String MILL1 = "demo/berlin/mill/line2/mill1";
    static final LongSupplier CLOCK = () -> {
        final Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    };

    private static final AtomicInteger TESTS = new AtomicInteger();
    static TestBroker broker;

    final String hostId = "millrace" + TESTS.incrementAndGet();
    final CollectingInlet inlet = new CollectingInlet();
    final List<Mqtt5Publish> states = new CopyOnWriteArrayList<>();
    SparkplugHost host;
    TestEdgeNode edge;

    @BeforeAll
    static void startBroker(@TempDir final Path folder) throws IOException {
        broker = new TestBroker(folder);
        broker.start();
    }

    @AfterEach
    void stopAll() throws Exception {
        if (host != null) {
            host.close();
        }
        if (edge != null) {
            edge.die();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    void startEdge(final long bdSeq) throws Exception {
        edge = new TestEdgeNode(broker.port(), bdSeq);
        edge.connect();
    }

    /** The edge node waits for commands before the host asks it for its births, so that there is one request and one birth. */
    void startBoth(final long bdSeq) throws Exception {
        startEdge(bdSeq);
        startHost(0);
        until(host::isReady);
    }

    void startHost(final long lastHeardNs) {
        startHost(config(), CLOCK, lastHeardNs);
    }

    void startHost(final SparkplugConfig config, final LongSupplier clockNs, final long lastHeardNs) {
        host = new SparkplugHost(config, new SourceContext("gw", "spb", clockNs, inlet, Set.of(MILL1), lastHeardNs));
        host.start();
    }

    String clientId() {
        return "client-" + hostId;
    }

    SparkplugConfig config() {
        return config(MqttVersion.V5, new MqttServer("127.0.0.1", broker.port(), null));
    }

    SparkplugConfig config(final MqttVersion protocol, final MqttServer... servers) {
        return new SparkplugConfig(
                "spb", List.of(servers), protocol, null, null, clientId(), hostId, List.of("Berlin"), 200, machines());
    }

    static List<SparkplugMachine> machines() {
        final MachineSignals signals = new MachineSignals(
                MILL1,
                List.of(
                        Signal.state("State", StateTable.PACKML),
                        Signal.of("StopReason", Signal.Kind.REASON),
                        Signal.counter("Good", Measure.GOOD),
                        Signal.of("Order", Signal.Kind.ORDER)));
        return List.of(
                new SparkplugMachine("Berlin/line2/mill1", signals),
                new SparkplugMachine("Berlin/line8/ghost", new MachineSignals("not/in/the/master/data", List.of())));
    }

    Mqtt5AsyncClient watchState() throws Exception {
        final Mqtt5AsyncClient watcher = client("watcher");
        watcher.connect().get(5, TimeUnit.SECONDS);
        watcher.subscribeWith()
                .topicFilter(SparkplugTopic.state(hostId))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(states::add)
                .send()
                .get(5, TimeUnit.SECONDS);
        return watcher;
    }

    Mqtt5AsyncClient client(final String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
    }

    static void eventually(final ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(assertion);
    }

    static void until(final Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    static String text(final Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    static long millis(final Mqtt5Publish publish) {
        return Long.parseLong(text(publish).replaceAll("\\D", ""));
    }
}
