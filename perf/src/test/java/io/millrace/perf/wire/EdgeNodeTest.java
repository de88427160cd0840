package io.millrace.perf.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import io.millrace.perf.plant.Protocol;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class EdgeNodeTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));

    @TempDir
    private static Path folder;

    private static TestBroker broker;

    private String group;
    private String host;
    private EdgeNode node;
    private List<Mqtt5Publish> received;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void startNode(final TestInfo test) throws Exception {
        group = test.getTestMethod().orElseThrow().getName();
        host = "host-" + group;
        received = broker.subscribe("listener-" + group, "spBv1.0/" + group + "/#");
        node = new EdgeNode(
                group, "line2", PlantLayout.of(5).machines(Protocol.SPARKPLUG), broker.address(), host, CLOCK);
        node.start();
        node.awaitFirstConnection(BOUND.toMillis());
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void shouldWaitForTheHostThenSendBirthsThenWhatItStored() throws Exception {
        node.write("mill1", Map.of("Good", 341L), 1_000);
        node.write("mill2", Map.of("Order", "3001/0010"), 2_000);
        assertThat(node.stored()).isEqualTo(2);
        hostIs(true, 50);
        awaitReceived(5);
        node.write("mill1", Map.of("Good", 342L), 3_000);
        awaitReceived(6);

        assertThat(verbs()).containsExactly("NBIRTH", "DBIRTH", "DBIRTH", "DDATA", "DDATA", "DDATA");
        assertThat(received.stream().map(EdgeNodeTest::decoded).map(DecodedPayload::seq))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        final DecodedPayload birth = decoded(received.get(1));
        assertThat(birth.metric("Good")).containsEntry(DecodedPayload.LONG, 341L);
        final Object alias = birth.metric("Good").get(DecodedPayload.ALIAS);
        assertThat(decoded(received.get(3)).metrics())
                .containsExactly(Map.of(
                        DecodedPayload.ALIAS,
                        alias,
                        DecodedPayload.TIMESTAMP,
                        1_000L,
                        DecodedPayload.HISTORICAL,
                        true,
                        DecodedPayload.LONG,
                        341L));
        assertThat(decoded(received.get(5)).metrics())
                .containsExactly(Map.of(
                        DecodedPayload.ALIAS, alias, DecodedPayload.TIMESTAMP, 3_000L, DecodedPayload.LONG, 342L));
        assertThat(node.stored()).isZero();
    }

    @Test
    void shouldSendAllBirthsAgainWhenAskedTo() throws Exception {
        hostIs(true, 50);
        awaitReceived(3);
        node.write("mill2", Map.of("Good", 5_001L), 1_000);
        broker.publish("spBv1.0/" + group + "/NCMD/line2", SparkplugPayloadTest.rebirth(true), false);
        await().atMost(BOUND).until(() -> births().size() == 6);
        final DecodedPayload first = decoded(births().get(0));
        final DecodedPayload again = decoded(births().get(3));
        assertThat(again.seq()).isZero();
        assertThat(again.metric("bdSeq").get(DecodedPayload.LONG))
                .isEqualTo(first.metric("bdSeq").get(DecodedPayload.LONG));
        assertThat(decoded(births().get(5)).metric("Good")).containsEntry(DecodedPayload.LONG, 5_001L);
    }

    @Test
    void shouldDieWhenTheHostLeavesAndTellWhatItMissedWhenItIsBack() throws Exception {
        hostIs(true, 50);
        awaitReceived(3);
        hostIs(false, 60);
        await().atMost(BOUND).until(() -> verbs().contains("NDEATH"));
        final Object bdSeq = decoded(received.get(0)).metric("bdSeq").get(DecodedPayload.LONG);
        assertThat(decoded(received.get(3)).metric("bdSeq")).containsEntry(DecodedPayload.LONG, bdSeq);
        assertThat(node.hostOnlineForMs()).isZero();
        IntStream.rangeClosed(1, 3).forEach(i -> node.write("mill1", Map.of("Good", 340L + i), 1_000 + i));
        received.clear();

        hostIs(true, 70);
        awaitReceived(6);
        assertThat(decoded(received.get(0)).metric("bdSeq")).containsEntry(DecodedPayload.LONG, (Long) bdSeq + 1);
        assertThat(received.subList(3, 6).stream()
                        .map(EdgeNodeTest::decoded)
                        .map(data -> data.metrics().get(0).get(DecodedPayload.LONG)))
                .containsExactly(341L, 342L, 343L);
        assertThat(received.subList(3, 6).stream().map(EdgeNodeTest::decoded))
                .allSatisfy(data -> assertThat(data.metrics().get(0)).containsEntry(DecodedPayload.HISTORICAL, true));
    }

    @Test
    void shouldPassOverAnOfflineOlderThanTheLastOnline() throws Exception {
        hostIs(true, 50);
        awaitReceived(3);
        hostIs(false, 49);
        broker.publish("spBv1.0/" + group + "/NCMD/line2", SparkplugPayloadTest.rebirth(true), false);
        await().atMost(BOUND).until(() -> births().size() == 6);
        assertThat(verbs()).doesNotContain("NDEATH");
    }

    @Test
    void shouldCountItsMessagesFromZeroTo255AndRoundAgain() throws Exception {
        hostIs(true, 50);
        awaitReceived(3);
        for (int i = 0; i < 600; i++) {
            node.write("mill1", Map.of("Good", 341L + i), 1_000 + i);
        }
        awaitReceived(603);
        for (int i = 0; i < 603; i++) {
            assertThat(decoded(received.get(i)).seq()).isEqualTo(i % 256);
        }
    }

    @Test
    void shouldLetARestartedDeviceDieAndBeBornWithItsNewValues() throws Exception {
        hostIs(true, 50);
        awaitReceived(3);
        node.write("mill1", Map.of("Order", "2001/0010"), 900);
        node.restart("mill1", Map.of("Good", 0L, "Scrap", 0L), 1_000);
        awaitReceived(6);
        assertThat(verbs().subList(4, 6)).containsExactly("DDEATH", "DBIRTH");
        final DecodedPayload birth = decoded(received.get(5));
        assertThat(birth.metric("Good"))
                .containsEntry(DecodedPayload.LONG, 0L)
                .containsEntry(DecodedPayload.TIMESTAMP, 1_000L);
        assertThat(birth.metric("Order"))
                .containsEntry(DecodedPayload.STRING, "2001/0010")
                .containsEntry(DecodedPayload.TIMESTAMP, 900L);
    }

    @Test
    void shouldBeDeclaredDeadWhenItsConnectionBreaksAndBeBornAgainOnTheNext() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(broker.address().port());
                EdgeNode behind = new EdgeNode(
                        group,
                        "line5",
                        PlantLayout.of(10).machines(Protocol.SPARKPLUG).subList(2, 4),
                        Mqtt.of("127.0.0.1", proxy.port()),
                        host + "-behind",
                        CLOCK)) {
            behind.start();
            behind.awaitFirstConnection(BOUND.toMillis());
            broker.publish("spBv1.0/STATE/" + host + "-behind", state(true, 50), true);
            awaitReceived(3);
            proxy.cut();
            awaitReceived(4);
            assertThat(verbs()).last().isEqualTo("NDEATH");
            await().atMost(BOUND).until(() -> behind.hostOnlineForMs() == 0);
            behind.write("mill3", Map.of("Good", 341L), 1_000);
            proxy.mend();
            awaitReceived(8);
            assertThat(verbs().subList(4, 8)).containsExactly("NBIRTH", "DBIRTH", "DBIRTH", "DDATA");
            assertThat(bdSeq(3)).isEqualTo(bdSeq(0));
            assertThat(bdSeq(4)).isEqualTo(bdSeq(0) + 1);
            assertThat(decoded(received.get(7)).metrics().get(0)).containsEntry(DecodedPayload.HISTORICAL, true);
        }
    }

    private long bdSeq(final int message) {
        return (Long) decoded(received.get(message)).metric("bdSeq").get(DecodedPayload.LONG);
    }

    private void hostIs(final boolean online, final long timestampMs) throws Exception {
        broker.publish("spBv1.0/STATE/" + host, state(online, timestampMs), true);
    }

    private static byte[] state(final boolean online, final long timestampMs) {
        return "{\"online\":%b,\"timestamp\":%d}".formatted(online, timestampMs).getBytes(StandardCharsets.UTF_8);
    }

    private void awaitReceived(final int count) {
        await().atMost(BOUND).untilAsserted(() -> assertThat(verbs()).hasSize(count));
    }

    private List<String> verbs() {
        return received.stream()
                .map(publish -> publish.getTopic().getLevels().get(2))
                .toList();
    }

    private List<Mqtt5Publish> births() {
        return received.stream()
                .filter(publish -> publish.getTopic().getLevels().get(2).endsWith("BIRTH"))
                .toList();
    }

    private static DecodedPayload decoded(final Mqtt5Publish publish) {
        return DecodedPayload.of(publish.getPayloadAsBytes());
    }
}
