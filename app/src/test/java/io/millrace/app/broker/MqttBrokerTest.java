package io.millrace.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class MqttBrokerTest {
    /** More than HiveMQ queues for a client by default. */
    private static final int OWED = 1500;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepSessionAndQueueAcrossAStop() throws Exception {
        final int port = Ports.free(0, "the test");
        try (BrokerProcess broker = start(port)) {
            assertThat(broker.ready()).isEqualTo("{\"event\":\"ready\",\"url\":\"mqtt://127.0.0.1:" + port + "\"}");
            subscribeAndLeave(port);
            publish(port);
            assertThat(broker.endByStdin()).isZero();
        }
        try (BrokerProcess broker = start(port)) {
            assertThat(collect(port, OWED)).hasSize(OWED);
            assertThat(broker.errors()).isEmpty();
        }
    }

    @Test
    void shouldKeepSessionAndQueueAcrossAKill() throws Exception {
        final int port = Ports.free(0, "the test");
        try (BrokerProcess broker = start(port)) {
            subscribeAndLeave(port);
            publish(port);
            broker.kill();
        }
        try (BrokerProcess broker = start(port)) {
            assertThat(collect(port, OWED)).hasSize(OWED);
            assertThat(broker.errors()).isEmpty();
        }
    }

    @Test
    void shouldNameThePortThatIsBusy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> MqttBroker.start(folder, taken.getLocalPort()))
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_START);
                        assertThat(failure.sentence()).contains("the MQTT broker", "choose another port");
                    });
        }
    }

    private BrokerProcess start(final int port) throws Exception {
        return BrokerProcess.start(folder, "mqtt-broker", "--port", String.valueOf(port));
    }

    private static Mqtt5BlockingClient client(final int port, final String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
    }

    private static void subscribeAndLeave(final int port) {
        final Mqtt5BlockingClient subscriber = client(port, "gateway");
        subscriber.connectWith().cleanStart(false).sessionExpiryInterval(3600).send();
        subscriber
                .subscribeWith()
                .topicFilter("millrace/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        subscriber.disconnect();
    }

    private static void publish(final int port) {
        final Mqtt5BlockingClient publisher = client(port, "machine");
        publisher.connect();
        CompletableFuture.allOf(IntStream.range(0, OWED)
                        .mapToObj(i -> publisher
                                .toAsync()
                                .publishWith()
                                .topic("millrace/count")
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .payload(String.valueOf(i).getBytes(StandardCharsets.UTF_8))
                                .send())
                        .toArray(CompletableFuture[]::new))
                .join();
        publisher.disconnect();
    }

    private static List<String> collect(final int port, final int most) throws InterruptedException {
        final Mqtt5BlockingClient subscriber = client(port, "gateway");
        final List<String> collected = new ArrayList<>();
        try (Mqtt5Publishes publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
            assertThat(subscriber
                            .connectWith()
                            .cleanStart(false)
                            .sessionExpiryInterval(3600)
                            .send()
                            .isSessionPresent())
                    .isTrue();
            while (collected.size() < most) {
                final Optional<Mqtt5Publish> publish = publishes.receive(3, TimeUnit.SECONDS);
                if (publish.isEmpty()) {
                    break;
                }
                collected.add(new String(publish.get().getPayloadAsBytes(), StandardCharsets.UTF_8));
            }
        }
        subscriber.disconnect();
        return collected;
    }
}
