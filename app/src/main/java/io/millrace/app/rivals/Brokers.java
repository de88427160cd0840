package io.millrace.app.rivals;

import io.millrace.app.broker.Ports;
import io.millrace.app.process.ChildProcess;
import io.millrace.app.process.MqttServerProcess;
import io.millrace.perf.plant.PlantOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One MQTT broker and one Kafka, processes of their own on loopback, that everyone uses in turn. */
final class Brokers implements AutoCloseable {
    static final int PARTITIONS = 2;
    private static final String KAFKA = "kafka-broker";

    private final Path folder;
    private final int kafkaPort = Ports.free(0, "the Kafka broker");
    private final int mqttPort = Ports.free(0, "the MQTT broker");
    private final List<ChildProcess> processes = new ArrayList<>();

    /** @param folder for their data and logs, new */
    Brokers(final Path folder) {
        this.folder = folder;
    }

    void start() throws IOException, InterruptedException {
        processes.add(new ChildProcess(
                KAFKA,
                List.of("-Xmx1g"),
                List.of(KAFKA, "--until-stdin-closes", "--data=" + folder.resolve(KAFKA), "--port=" + kafkaPort),
                Map.of(),
                folder.resolve("logs").resolve(KAFKA + ".log"),
                line -> {}));
        processes.add(MqttServerProcess.of(folder, mqttPort));
        for (final ChildProcess each : processes) {
            each.start();
        }
        for (final ChildProcess each : processes) {
            each.awaitReady();
        }
    }

    PlantOptions.Mqtt mqtt() {
        return PlantOptions.Mqtt.of(Ports.LOOPBACK, mqttPort);
    }

    String bootstrap() {
        return Ports.LOOPBACK + ":" + kafkaPort;
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    List<Long> pids() {
        return processes.stream().map(ChildProcess::pid).toList();
    }

    /** Makes topics of {@link #PARTITIONS} partitions. */
    void createTopics(final List<String> names) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(names.stream()
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Deletes all topics but Kafka's own: what one leaves behind costs the next one nothing. */
    void deleteTopics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka())) {
            final Set<String> names = admin.listTopics().names().get();
            admin.deleteTopics(names).all().get();
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
