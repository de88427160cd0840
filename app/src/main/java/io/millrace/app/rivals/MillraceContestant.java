package io.millrace.app.rivals;

import io.millrace.app.broker.Ports;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.load.LoadPlant;
import io.millrace.app.load.StatusPage;
import io.millrace.app.process.ChildProcess;
import io.millrace.app.yaml.HostPort;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantOptions;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Millrace itself: its whole job to {@code .confirmations}, or the gateway alone to {@code .events}. */
final class MillraceContestant implements Contestant {
    private static final long READY_WITHIN_S = 60;
    private static final long LOOK_MS = 100;

    private final LoadPlant plant;
    private final Wire wire;
    private final boolean withTopology;

    /** @param withTopology false for the gateway alone, of {@link Wire#JSON} only: what is read back are that load's messages */
    MillraceContestant(final LoadPlant plant, final Wire wire, final boolean withTopology) {
        this.plant = plant;
        this.wire = wire;
        this.withTopology = withTopology;
    }

    @Override
    public String name() {
        if (wire == Wire.SPARKPLUG) {
            return "millrace-sparkplug";
        }
        return withTopology ? "millrace" : "millrace-events";
    }

    @Override
    public String title() {
        if (wire == Wire.SPARKPLUG) {
            return "Millrace, its whole job, from Sparkplug B";
        }
        return withTopology ? "Millrace, its whole job" : "Millrace, events only: no ledger, no confirmation";
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public String guarantee() {
        if (wire == Wire.SPARKPLUG) {
            return "data are QoS 0, holes are found and counters make up for them; exactly once from the journal on";
        }
        return withTopology
                ? "exactly once from the journal to the confirmation, commit 20 ms"
                : "at least once with ids to drop repeats by, journalled before it is acknowledged";
    }

    @Override
    public Account account(final String turn, final int machines) {
        return withTopology ? new Tens(machines, wire) : new Singles(turn, machines);
    }

    @Override
    public Running start(final Brokers brokers, final String turn, final Path folder) throws Exception {
        final Topics topics = Topics.embedded();
        try (Admin admin = Admin.create(brokers.kafka())) {
            TopicAdmin.ensure(admin, topics.specs(), (short) 1);
        }
        final Processes processes = new Processes(
                folder, withTopology ? topics.confirmations() : topics.events(), withTopology, wire == Wire.JSON);
        try {
            processes.start(files(brokers, turn, folder, processes));
            return processes;
        } catch (final IOException | InterruptedException | RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /** The broker forgets the session a second behind its end: it would keep for it what the next ones are sent. */
    private String files(final Brokers brokers, final String turn, final Path folder, final Processes processes)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("plant.yaml"), masterData());
        final Path configuration = folder.resolve("millrace.yaml");
        Files.writeString(
                configuration,
                String.format(
                        Locale.ROOT,
                        """
                        gateway: { id: %s, data: "%s", http: "%s" }
                        kafka: { bootstrap: "%s", replication: 1, partitions: %d }
                        topology: { application-id: %s, state: "%s", http: "%s", commit-interval: 20ms }
                        master-data: plant.yaml
                        sources:
                        %s
                        """,
                        turn,
                        folder.resolve("gateway"),
                        processes.gatewayHttp,
                        brokers.bootstrap(),
                        Topics.EMBEDDED_PARTITIONS,
                        turn,
                        folder.resolve("topology"),
                        processes.topologyHttp,
                        source(brokers.mqtt(), turn)));
        return configuration.toString();
    }

    /** What counts are the devices' counters where machines talk Sparkplug. */
    private String masterData() {
        final String reported = plant.masterData();
        return wire == Wire.JSON ? reported : reported.replace("authority: report", "authority: counter");
    }

    private String source(final PlantOptions.Mqtt mqtt, final String turn) {
        if (wire == Wire.JSON) {
            return String.format(
                    Locale.ROOT,
                    "  - { name: mqtt, type: mqtt-json, url: \"mqtt://%s:%d\", topics: [\"millrace/v1/#\"], session-expiry: 1s,"
                            + " receive-maximum: 65535 }",
                    mqtt.host(),
                    mqtt.port());
        }
        final StringBuilder yaml = new StringBuilder(String.format(
                Locale.ROOT,
                "  - name: spb%n    type: sparkplug%n    url: \"mqtt://%s:%d\"%n    host-id: %s%n    groups: [%s]%n    machines:%n",
                mqtt.host(),
                mqtt.port(),
                turn,
                SparkplugPlant.GROUP));
        for (final PlantLayout.Machine machine : SparkplugPlant.machines(plant)) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "      - { machine: %s, device: %s/%s/%s, signals: [ { metric: Good, kind: counter, measure: good },"
                            + " { metric: Order, kind: order } ] }%n",
                    machine.path(),
                    SparkplugPlant.GROUP,
                    machine.workCenter(),
                    machine.workUnit()));
        }
        return yaml.toString();
    }

    private static final class Processes implements Running {
        private final Path folder;
        private final String topic;
        private final boolean withTopology;
        private final boolean isReadyAlone;
        private final HostPort gatewayHttp = new HostPort(Ports.LOOPBACK, Ports.free(0, "the gateway's metrics"));
        private final HostPort topologyHttp = new HostPort(Ports.LOOPBACK, Ports.free(0, "the topology's metrics"));
        private final List<ChildProcess> processes = new ArrayList<>();

        /** @param isReadyAlone false if the gateway is ready when machines have said something, and these wait for it */
        Processes(final Path folder, final String topic, final boolean withTopology, final boolean isReadyAlone) {
            this.isReadyAlone = isReadyAlone;
            this.folder = folder;
            this.topic = topic;
            this.withTopology = withTopology;
        }

        void start(final String configuration) throws IOException, InterruptedException {
            start("gateway", "512m", configuration);
            if (withTopology) {
                start("topology", "1g", configuration);
            }
            for (final ChildProcess each : processes) {
                each.awaitReady();
            }
            final StatusPage gateway = new StatusPage(gatewayHttp);
            final StatusPage topology = new StatusPage(topologyHttp);
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_S);
            while (isReadyAlone && !gateway.isReady() || withTopology && !topology.isReady()) {
                check();
                if (System.nanoTime() > deadlineNs) {
                    throw new Failure(
                            ExitCode.CANNOT_START,
                            "not ready within " + READY_WITHIN_S + " s: see the logs in " + folder);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }

        private void start(final String name, final String heap, final String configuration) throws IOException {
            final ChildProcess process = new ChildProcess(
                    name,
                    List.of("-Xmx" + heap),
                    List.of(name, "--until-stdin-closes", configuration),
                    Map.of(),
                    folder.resolve(name + ".log"),
                    line -> {});
            processes.add(process);
            process.start();
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public List<Long> pids() {
            return processes.stream().map(ChildProcess::pid).toList();
        }

        @Override
        public void check() {
            for (final ChildProcess each : processes) {
                if (!each.isAlive()) {
                    throw new Failure(
                            ExitCode.FAILED, "the " + each.name() + " has ended by itself: see its log in " + folder);
                }
            }
        }

        @Override
        public void close() {
            for (int i = processes.size() - 1; i >= 0; i--) {
                processes.get(i).close();
            }
        }
    }
}
