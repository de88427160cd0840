package io.millrace.app.perf;

import io.millrace.app.broker.Ports;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.process.ChildProcess;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** A broker and the topologies as processes of their own; this process stands in the gateways' place. Not thread-safe. */
final class ScaleRig implements AutoCloseable {
    static final String APPLICATION = "scale";

    private final ScaleOptions options;
    private final Path folder;
    private final LongSupplier nanoClock;
    private final Topics topics;
    private final ChildProcess kafka;
    private final ChildProcess topology;
    private final int kafkaPort = Ports.free(0, "the Kafka broker");
    private final int httpPort = Ports.free(0, "the topology's metrics");
    private boolean killed;
    private @Nullable EventFeed feed;

    /**
     * @param folder for all its data
     * @param profile whether the topology's process records where its time goes
     */
    ScaleRig(final ScaleOptions options, final Path folder, final boolean profile, final LongSupplier nanoClock) {
        this.options = options;
        this.folder = folder;
        this.nanoClock = nanoClock;
        topics = new Topics(Topics.DEFAULT_PREFIX, options.partitions(), Topics.DEFAULT_HORIZON);
        kafka = new ChildProcess(
                "kafka-broker",
                List.of("-Xmx512m"),
                List.of(
                        "kafka-broker",
                        "--until-stdin-closes",
                        "--data=" + folder.resolve("kafka"),
                        "--port=" + kafkaPort),
                Map.of(),
                folder.resolve("logs/kafka-broker.log"),
                line -> {});
        final List<String> jvm = new ArrayList<>(List.of("-Xms" + options.heap(), "-Xmx" + options.heap()));
        if (profile) {
            jvm.add("-XX:StartFlightRecording=settings=profile,maxsize=512m");
            jvm.add("-Xlog:jfr+startup=off");
        }
        topology = new ChildProcess(
                "topology",
                jvm,
                List.of("topology", "--until-stdin-closes", configuration().toString()),
                Map.of(),
                folder.resolve("logs/topology.log"),
                line -> {});
    }

    void start() throws Exception {
        writeFiles();
        kafka.start();
        kafka.awaitReady();
        try (Admin admin = Admin.create(client())) {
            TopicAdmin.ensure(admin, topics.specs(), (short) 1);
        }
        feed = new EventFeed(client(), topics, this::check, nanoClock);
        startTopology();
    }

    private Path configuration() {
        return folder.resolve("millrace.yaml");
    }

    Path state() {
        return folder.resolve("topology");
    }

    private void writeFiles() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("plant.yaml"),
                "site-time-zone: UTC\nmachines: [ { path: " + MachineWork.path(0) + " } ]\n");
        Files.writeString(
                configuration(),
                String.format(
                        Locale.ROOT,
                        """
                        # Written anew by each `millrace perf scale`.
                        gateway: { id: scale, data: "%s", http: "127.0.0.1:%d" }
                        kafka: { bootstrap: "127.0.0.1:%d", replication: 1, partitions: %d }
                        topology:
                          application-id: %s
                          state: "%s"
                          http: "127.0.0.1:%d"
                          commit-interval: %dms
                          threads: %d
                        master-data: plant.yaml
                        """,
                        folder.resolve("gateway"),
                        Ports.free(0, "a gateway that is never started"),
                        kafkaPort,
                        options.partitions(),
                        APPLICATION,
                        state(),
                        httpPort,
                        options.commitInterval().toMillis(),
                        options.threads()));
    }

    Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", Ports.LOOPBACK + ":" + kafkaPort));
    }

    Topics topics() {
        return topics;
    }

    void startTopology() throws IOException {
        topology.start();
    }

    void killTopology() throws InterruptedException {
        topology.kill();
        killed = true;
    }

    void stopTopology() {
        topology.close();
        killed = false;
    }

    /** True if the topology's last end was not an orderly one. */
    boolean wasKilled() {
        return killed;
    }

    Metrics topologyMetrics() throws IOException, InterruptedException {
        return Metrics.read(httpPort);
    }

    ProcessUse topologyUse() {
        return new ProcessUse(topology.pid());
    }

    /** @throws Failure if a process has ended that should not have */
    void check() {
        for (final ChildProcess each : List.of(kafka, topology)) {
            if (!each.isAlive()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the " + each.name() + " has ended by itself: see its log in " + folder.resolve("logs"));
            }
        }
    }

    /** The way to the broker, once it has started. */
    EventFeed feed() {
        if (feed == null) {
            throw new IllegalStateException("not started");
        }
        return feed;
    }

    @Override
    public void close() {
        topology.close();
        if (feed != null) {
            feed.close();
        }
        kafka.close();
    }
}
