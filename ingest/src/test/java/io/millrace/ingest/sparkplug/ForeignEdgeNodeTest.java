package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Fact.StateChanged;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.Mosquitto;
import io.millrace.ingest.mqtt.MqttVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host against edge nodes and servers that others have written. */
class ForeignEdgeNodeTest extends HostRig {
    private static final int COUNTS = 300;

    @TempDir
    private Path folder;

    private Mosquitto mosquitto;
    private ForeignEdgeNode node;

    @AfterEach
    void stopForeign() {
        if (node != null) {
            node.close();
        }
        if (host != null) {
            host.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    /** From birth to death, over the wrap of the sequence number, a restart of the host, and a death of the device. */
    @ParameterizedTest
    @CsvSource({
        "sparkplug-client, Mosquitto, V5",
        "sparkplug-client, Mosquitto, V3_1_1",
        "sparkplug-client, HiveMQ, V5",
        "Tahu, Mosquitto, V5",
        "Tahu, HiveMQ, V5"
    })
    void shouldHearTheWholeLifeOf(final String library, final String server, final MqttVersion protocol)
            throws Exception {
        final int port = server.equals("HiveMQ") ? broker.port() : startMosquitto();
        final SparkplugConfig config = config(protocol, new MqttServer("127.0.0.1", port, null));
        node = node(library, port);
        startHost(config, CLOCK, 0);
        node.start();
        until(() -> host.isReady() && !inlet.facts(CounterReading.class).isEmpty());
        // Births it had given before the host could hear it, and those it was asked for, both begin at 100.
        inlet.messages.clear();
        for (int i = 0; i < COUNTS; i++) {
            node.count();
        }
        until(() -> inlet.facts(CounterReading.class).contains(reading(false, 100 + COUNTS)));
        assertThat(inlet.facts(CounterReading.class).stream().filter(each -> !each.reset()))
                .containsExactlyElementsOf(LongStream.rangeClosed(101, 100 + COUNTS)
                        .mapToObj(good -> reading(false, good))
                        .toList());

        host.close();
        inlet.messages.clear();
        startHost(config, CLOCK, 0);
        until(() -> inlet.facts(CounterReading.class).contains(reading(true, 100 + COUNTS))
                && lastState() == MachineState.EXECUTE);
        assertThat(host.counters().rebirthRequests().sum()).isPositive();

        inlet.messages.clear();
        node.deviceDeath();
        until(() -> lastState() == MachineState.UNKNOWN);
        node.deviceBirth();
        until(() -> lastState() == MachineState.EXECUTE);
        node.close();
        until(() -> lastState() == MachineState.UNKNOWN);
        assertThat(inlet.facts(StateChanged.class))
                .extracting(StateChanged::state)
                .containsExactly(MachineState.UNKNOWN, MachineState.EXECUTE, MachineState.UNKNOWN);
        assertThat(host.counters().seqGaps().sum()).isZero();
        assertThat(host.counters().undecodable().sum()).isZero();
        assertThat(inlet.letters).isEmpty();
    }

    /**
     * The host says that it is online with the time of its connect to each server. Tahu's client keeps the highest time it has seen on
     * any of them and takes what is older for stale, so it would wait for ever on a server to which the host came a millisecond earlier:
     * here both times are the same.
     */
    @Test
    void shouldBeFollowedToAnotherServerByANodeWhosePrimaryHostItIs() throws Exception {
        final int first = startMosquitto();
        final long nowNs = CLOCK.getAsLong();
        node = new TahuEdgeNode(hostId, first, broker.port());
        startHost(
                config(
                        MqttVersion.V5,
                        new MqttServer("127.0.0.1", first, null),
                        new MqttServer("127.0.0.1", broker.port(), null)),
                () -> nowNs,
                0);
        node.start();
        until(() -> host.isReady() && !inlet.facts(CounterReading.class).isEmpty());
        node.count();
        until(() -> inlet.facts(CounterReading.class).contains(reading(false, 101)));
        mosquitto.close();

        // Tahu's edge client takes its time before it turns to its next server.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> inlet.facts(CounterReading.class).contains(reading(true, 101)));
        node.count();
        until(() -> inlet.facts(CounterReading.class).contains(reading(false, 102)));
    }

    private int startMosquitto() throws Exception {
        Mosquitto.require();
        mosquitto = new Mosquitto(folder, Mosquitto.OPEN);
        return mosquitto.port();
    }

    private ForeignEdgeNode node(final String library, final int port) throws Exception {
        if (library.equals("Tahu")) {
            return new TahuEdgeNode(hostId, port);
        }
        assumeTrue(NpmEdgeNode.missing().isEmpty(), NpmEdgeNode.missing());
        return new NpmEdgeNode(port);
    }

    private @Nullable MachineState lastState() {
        return inlet.facts(StateChanged.class).stream()
                .reduce((first, last) -> last)
                .map(StateChanged::state)
                .orElse(null);
    }

    private static CounterReading reading(final boolean reset, final long units) {
        return new CounterReading(Measure.GOOD, reset, units * 1_000);
    }
}
