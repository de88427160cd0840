package io.millrace.app.run;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.millrace.app.Millrace;
import io.millrace.app.broker.KafkaBroker;
import io.millrace.app.broker.MqttBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.ledger.Confirmation;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/** Both brokers and the topologies, with a folder of configuration files for gateways that a test starts, and a sender on MQTT. */
public final class LivePlant implements AutoCloseable {
    private final Path folder;
    private final KafkaBroker kafka;
    private final MqttBroker mqtt;
    /** Of the last command. */
    public final StringWriter out = new StringWriter();

    public final StringWriter err = new StringWriter();
    private final TopologyRun topologies;
    private final Mqtt5BlockingClient sender;
    private final Configuration configuration;

    /** @param plant the master data */
    public LivePlant(final Path folder, final String plant) throws IOException {
        this.folder = folder;
        kafka = KafkaBroker.start(folder.resolve("kafka"), 0, 0);
        mqtt = MqttBroker.start(folder.resolve("mqtt"), 0);
        Files.writeString(folder.resolve("plant.yaml"), plant);
        configuration = configure("[]");
        topologies = TopologyRun.start(configuration);
        sender = MqttClient.builder()
                .useMqttVersion5()
                .identifier("sender")
                .serverHost("127.0.0.1")
                .serverPort(mqtt.port())
                .buildBlocking();
        sender.connect();
        Awaitility.await("the topologies run").atMost(Duration.ofMinutes(1)).until(topologies::isReady);
    }

    /** Writes {@code millrace.yaml} anew. @param sources YAML behind the key of that name */
    public Configuration configure(final String sources) throws IOException {
        Files.writeString(
                file(),
                String.join(
                        "\n",
                        "gateway: { id: gw1, data: ./gateway, http: \"127.0.0.1:0\", tick: 500ms }",
                        "kafka: { bootstrap: \"" + kafka.bootstrap() + "\", partitions: 2 }",
                        "topology: { application-id: live, state: ./topology, http: \"127.0.0.1:0\" }",
                        "master-data: plant.yaml",
                        "sources: " + sources,
                        ""));
        return ConfigurationFile.read(file()).orThrow();
    }

    public int mqttPort() {
        return mqtt.port();
    }

    /** Settings of a Kafka client. */
    public Map<String, Object> client() {
        return configuration.kafka().clientProperties();
    }

    public Path file() {
        return folder.resolve("millrace.yaml");
    }

    public Topics topics() {
        return TopologyRun.topics(configuration);
    }

    public void publish(final String topic, final String payload) {
        sender.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    /** Everything of a topic, as it is read. */
    public <T> List<T> read(final String topic, final Function<byte[], T> reader) {
        final List<T> found = new ArrayList<>();
        new TopicReader(configuration.kafka().clientProperties()).readAll(List.of(topic), message -> {
            if (message.value() != null) {
                found.add(reader.apply(message.value()));
            }
        });
        return found;
    }

    public List<Event> events() {
        final EventDecoder decoder = new EventDecoder();
        return read(topics().events(), bytes -> decoder.decode(new UnsafeBuffer(bytes), 0));
    }

    /** What an ERP would have been told of a machine, in thousandths. */
    public long confirmedMilli(final String machine) {
        return read(topics().confirmations(), Json::confirmation).stream()
                .filter(one -> one.machine().equals(machine))
                .map(Confirmation::quantity)
                .mapToLong(quantity -> quantity.goodMilli())
                .sum();
    }

    /** Runs a command with this plant's configuration. */
    public int run(final String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", file().toString()));
        return Millrace.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        sender.disconnect();
        topologies.close();
        mqtt.close();
        kafka.close();
    }
}
