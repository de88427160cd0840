package io.millrace.app.load;

import io.millrace.app.broker.Ports;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.perf.Folders;
import io.millrace.app.process.ChildProcess;
import io.millrace.app.process.MqttServerProcess;
import io.millrace.app.yaml.HostPort;
import io.millrace.perf.plant.PlantOptions;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brokers, gateway and topologies as processes of their own on loopback, with a commit interval of 20 ms, the highest receive maximum
 * and the defaults else.
 */
final class OwnInstallation implements Installation {
    private static final long READY_WITHIN_S = 60;
    private static final long LOOK_MS = 100;
    private static final String NAME = "load";
    private static final String KAFKA = "kafka-broker";

    private final Path folder;
    private final LoadPlant plant;
    private final boolean withTopology;
    private final boolean withTouchedHeap;
    private final Topics topics = Topics.embedded();
    private final int kafkaPort = Ports.free(0, "the Kafka broker");
    private final int mqttPort = Ports.free(0, "the MQTT broker");
    private final HostPort gatewayHttp = new HostPort(Ports.LOOPBACK, Ports.free(0, "the gateway's metrics"));
    private final HostPort topologyHttp = new HostPort(Ports.LOOPBACK, Ports.free(0, "the topology's metrics"));
    private final StatusPage gatewayPage = new StatusPage(gatewayHttp);
    private final StatusPage topologyPage = new StatusPage(topologyHttp);
    private final List<ChildProcess> processes = new ArrayList<>();

    /** @param folder for all its data; what an earlier run left there goes */
    OwnInstallation(final Path folder, final LoadPlant plant, final boolean withTopology) {
        this(folder, plant, withTopology, false);
    }

    /** @param withTouchedHeap gateway and topology have their whole heap resident from the start: what grows then is something else */
    OwnInstallation(
            final Path folder, final LoadPlant plant, final boolean withTopology, final boolean withTouchedHeap) {
        this.folder = folder;
        this.plant = plant;
        this.withTopology = withTopology;
        this.withTouchedHeap = withTouchedHeap;
    }

    @Override
    public void start() throws Exception {
        Folders.delete(folder);
        writeFiles();
        final ChildProcess kafka = process(KAFKA, List.of("-Xmx1g"), "--data=" + kafkaData(), "--port=" + kafkaPort);
        final ChildProcess mqtt = started(MqttServerProcess.of(folder, mqttPort));
        kafka.awaitReady();
        mqtt.awaitReady();
        try (Admin admin = Admin.create(kafka())) {
            TopicAdmin.ensure(admin, topics.specs(), (short) 1);
        }
        final String configuration = configuration().toString();
        final ChildProcess gateway = process("gateway", heap("512m"), configuration);
        if (withTopology) {
            process("topology", heap("1g"), configuration).awaitReady();
        }
        gateway.awaitReady();
        awaitReady();
    }

    /** Kafka is there and answers nobody, as behind a broken network, until {@link #thawKafka()}. */
    void freezeKafka() throws IOException, InterruptedException {
        processes.get(0).signal("STOP");
    }

    void thawKafka() throws IOException, InterruptedException {
        processes.get(0).signal("CONT");
    }

    private List<String> heap(final String size) {
        return withTouchedHeap ? List.of("-Xmx" + size, "-Xms" + size, "-XX:+AlwaysPreTouch") : List.of("-Xmx" + size);
    }

    private ChildProcess process(final String name, final List<String> jvm, final String... arguments)
            throws IOException {
        final List<String> command = new ArrayList<>(List.of(name, "--until-stdin-closes"));
        command.addAll(List.of(arguments));
        final ChildProcess process = new ChildProcess(
                name, jvm, command, Map.of(), folder.resolve("logs").resolve(name + ".log"), line -> {});
        return started(process);
    }

    private ChildProcess started(final ChildProcess process) throws IOException {
        processes.add(process);
        process.start();
        return process;
    }

    private void awaitReady() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_S);
        while (!gatewayPage.isReady() || withTopology && !topologyPage.isReady()) {
            check();
            if (System.nanoTime() > deadlineNs) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "gateway and topology are not ready within " + READY_WITHIN_S + " s: see their logs in "
                                + folder.resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private Path kafkaData() {
        return folder.resolve("kafka");
    }

    private Path gatewayData() {
        return folder.resolve("gateway");
    }

    private Path topologyState() {
        return folder.resolve("topology");
    }

    private Path configuration() {
        return folder.resolve("millrace.yaml");
    }

    private void writeFiles() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("plant.yaml"), plant.masterData());
        Files.writeString(
                configuration(),
                String.format(
                        Locale.ROOT,
                        """
                        # Written anew by each measurement.
                        gateway: { id: %s, data: "%s", http: "%s" }
                        kafka: { bootstrap: "%s:%d", replication: 1, partitions: %d }
                        topology: { application-id: %s, state: "%s", http: "%s", commit-interval: 20ms }
                        master-data: plant.yaml
                        sources:
                          # All at once that waits: Debian's Mosquitto loses count of less, and repeats what it sent.
                          - { name: mqtt, type: mqtt-json, url: "mqtt://%s:%d", topics: ["millrace/v1/#"], receive-maximum: 65535 }
                        """,
                        NAME,
                        gatewayData(),
                        gatewayHttp,
                        Ports.LOOPBACK,
                        kafkaPort,
                        topics.partitions(),
                        NAME,
                        topologyState(),
                        topologyHttp,
                        Ports.LOOPBACK,
                        mqttPort));
    }

    @Override
    public PlantOptions.Mqtt mqtt() {
        return PlantOptions.Mqtt.of(Ports.LOOPBACK, mqttPort);
    }

    @Override
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", Ports.LOOPBACK + ":" + kafkaPort);
    }

    @Override
    public int replication() {
        return 1;
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public StatusPage gateway() {
        return gatewayPage;
    }

    @Override
    public StatusPage topology() {
        return topologyPage;
    }

    @Override
    public Map<String, Long> pids() {
        final Map<String, Long> pids = new LinkedHashMap<>();
        processes.forEach(each -> pids.put(each.name(), each.pid()));
        return pids;
    }

    @Override
    public Map<String, Path> folders() {
        final Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("gateway", gatewayData());
        folders.put("topology", topologyState());
        folders.put(KAFKA, kafkaData());
        return folders;
    }

    @Override
    public String description() {
        return "processes of its own on loopback, one of each, " + topics.partitions()
                + " partitions, commit interval 20 ms, journal sync process, SerialGC"
                + (withTouchedHeap ? ", heaps resident from the start" : "") + "; MQTT broker: "
                + MqttServerProcess.description();
    }

    @Override
    public void check() {
        for (final ChildProcess each : processes) {
            if (!each.isAlive()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the " + each.name() + " has ended by itself: see its log in " + folder.resolve("logs"));
            }
        }
    }

    /** Readers before what they read from. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
