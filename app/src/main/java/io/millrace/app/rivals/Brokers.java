package io.millrace.app.rivals;

import io.millrace.app.broker.Ports;
import io.millrace.app.process.ChildProcess;
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

    private final Path folder;
    private final int kafkaPort = Ports.free(0, "the Kafka broker");
    private final int mqttPort = Ports.free(0, "the MQTT broker");
    private final List<ChildProcess> processes = new ArrayList<>();

    /** @param folder for their data and logs, new */
    Brokers(final Path folder) {
        this.folder = folder;
    }

    void start() throws IOException, InterruptedException {
        start("kafka-broker", "1g", kafkaPort);
        start("mqtt-broker", "512m", mqttPort);
        for (final ChildProcess each : processes) {
            each.awaitReady();
        }
    }

    private void start(final String name, final String heap, final int port) throws IOException {
        final ChildProcess process = new ChildProcess(
                name,
                List.of("-Xmx" + heap),
                List.of(name, "--until-stdin-closes", "--data=" + folder.resolve(name), "--port=" + port),
                Map.of(),
                folder.resolve(name + ".log"),
                line -> {});
        processes.add(process);
        process.start();
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
