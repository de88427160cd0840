package io.millrace.topology.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.topology.fixture.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Three Kafka nodes, each a process that can be killed: three copies of everything, two of which must have a record. */
final class Brokers implements AutoCloseable {
    static final List<Integer> IDS = List.of(1, 2, 3);
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private final Path folder;
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Integer> controllerPorts = new TreeMap<>();
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Admin admin;

    /** Waits until all three are there. */
    Brokers(final Path folder) throws Exception {
        this.folder = folder;
        for (final int id : IDS) {
            ports.put(id, freePort());
            controllerPorts.put(id, freePort());
        }
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap(), "reconnect.backoff.max.ms", "500"));
        final String cluster = Uuid.randomUuid().toString();
        try {
            for (final int id : IDS) {
                format(id, cluster);
                start(id);
            }
            await("three brokers")
                    .atMost(WITHIN)
                    .ignoreExceptions()
                    .until(() -> admin.describeCluster()
                                    .nodes()
                                    .get(5, TimeUnit.SECONDS)
                                    .size()
                            == IDS.size());
        } catch (final Exception e) {
            close();
            throw e;
        }
    }

    /**
     * Below the ports that the system gives to clients: while a broker is down, a client on its port would keep it from coming
     * back.
     */
    private int freePort() throws IOException {
        while (true) {
            final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!ports.containsValue(port) && !controllerPorts.containsValue(port)) {
                    return socket.getLocalPort();
                }
            } catch (final java.net.BindException e) {
                continue;
            }
        }
    }

    String bootstrap() {
        return ports.values().stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    private void format(final int id, final String cluster) throws Exception {
        final Path data = folder.resolve("kafka-" + id);
        Files.createDirectories(data);
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(cluster)
                    .setNodeId(id)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        }
        Files.write(folder.resolve("kafka-" + id + ".properties"), settings(id, data));
    }

    private List<String> settings(final int id, final Path data) {
        final String voters = IDS.stream()
                .map(each -> each + "@127.0.0.1:" + controllerPorts.get(each))
                .collect(Collectors.joining(","));
        return List.of(
                "process.roles=broker,controller",
                "node.id=" + id,
                "controller.quorum.voters=" + voters,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://127.0.0.1:" + ports.get(id) + ",CONTROLLER://127.0.0.1:"
                        + controllerPorts.get(id),
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=PLAINTEXT",
                "log.dirs=" + data,
                "auto.create.topics.enable=false",
                "default.replication.factor=3",
                "min.insync.replicas=2",
                "unclean.leader.election.enable=false",
                "offsets.topic.replication.factor=3",
                "offsets.topic.num.partitions=3",
                "transaction.state.log.replication.factor=3",
                "transaction.state.log.min.isr=2",
                "transaction.state.log.num.partitions=3",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
                "group.initial.rebalance.delay.ms=0",
                "group.min.session.timeout.ms=1000",
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
                "num.network.threads=2",
                "num.io.threads=2",
                "log.cleaner.dedupe.buffer.size=2097152");
    }

    private void start(final int id) throws IOException {
        final Path settings = folder.resolve("kafka-" + id + ".properties");
        final Path log = Path.of("target", "faults", "kafka-" + id + ".log");
        processes.put(id, JavaProcess.start(Brokers.class, 384, log, List.of(settings.toString())));
    }

    /** A broker's process. */
    public static void main(final String[] args) {
        JavaProcess.endWithParent();
        Kafka.main(args);
    }

    /** SIGKILL. */
    void kill(final int id) {
        processes.get(id).destroyForcibly().onExit().join();
    }

    void restart(final int... ids) throws Exception {
        for (final int id : ids) {
            start(id);
        }
        await("all copies of all partitions in sync")
                .atMost(WITHIN)
                .ignoreExceptions()
                .until(() -> topics().values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(each -> each.isr().size() == each.replicas().size()));
    }

    /** @return leaders of all partitions, those of Kafka itself too; without an entry for a partition that has none */
    Map<String, Integer> leaders() throws Exception {
        final Map<String, Integer> leaders = new HashMap<>();
        topics().forEach((name, topic) -> topic.partitions().forEach(each -> {
            if (each.leader() != null && !each.leader().isEmpty()) {
                leaders.put(name + "-" + each.partition(), each.leader().id());
            }
        }));
        return leaders;
    }

    /**
     * Waits until others lead what the broker led.
     *
     * @return partitions whose leader has changed
     */
    int moved(final int from, final Map<String, Integer> before) {
        final List<String> led = before.entrySet().stream()
                .filter(each -> each.getValue() == from)
                .map(Map.Entry::getKey)
                .toList();
        await("others lead").atMost(WITHIN).ignoreExceptions().until(() -> {
            final Map<String, Integer> now = leaders();
            return led.stream().allMatch(each -> now.containsKey(each) && now.get(each) != from);
        });
        return led.size();
    }

    private Map<String, TopicDescription> topics() throws Exception {
        return admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names()
                        .get(10, TimeUnit.SECONDS))
                .allTopicNames()
                .get(10, TimeUnit.SECONDS);
    }

    boolean areAlive() {
        return processes.values().stream().allMatch(Process::isAlive);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        processes.values().forEach(process -> process.destroyForcibly().onExit().join());
    }
}
