package io.millrace.app.broker;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka of one node (KRaft, broker and controller) inside this process, reachable from this machine only. The folder is
 * formatted on first use and taken up again afterwards, also after a kill.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE_ID = 1;

    private final KafkaRaftServer server;
    private final int port;
    private final FolderLock lock;

    private KafkaBroker(final KafkaRaftServer server, final int port, final FolderLock lock) {
        this.server = server;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts the broker and returns when it takes clients.
     *
     * @param folder where it keeps its data; made if missing
     * @param port where clients connect, 0 for any that is free
     * @param controllerPort its own inner port, 0 for any that is free
     * @throws Failure if a port is busy or the folder cannot be used
     */
    public static KafkaBroker start(final Path folder, final int port, final int controllerPort) throws IOException {
        final int brokerPort = Ports.free(port, "the Kafka broker");
        final int innerPort = Ports.free(controllerPort, "the Kafka broker's controller");
        final FolderLock lock = FolderLock.take(folder, "the Kafka broker");
        try {
            final Path data = folder.toRealPath();
            format(data);
            return new KafkaBroker(started(data, brokerPort, innerPort), brokerPort, lock);
        } catch (final IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaRaftServer started(final Path data, final int port, final int controllerPort) {
        final KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(data, port, controllerPort), false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (final RuntimeException e) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "The Kafka broker does not start on " + data + " (" + e.getMessage()
                            + "): see that the folder is its own, or start with a new one.",
                    e);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Stops in order and returns when everything is on disk. */
    @Override
    public void close() throws IOException {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static void format(final Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (final Exception e) {
            throw new Failure(
                    ExitCode.STORAGE,
                    "The Kafka broker cannot prepare its folder " + data + " (" + e.getMessage()
                            + "): see that it is empty and that this user may write there.",
                    e);
        }
    }

    private static Properties settings(final Path data, final int port, final int controllerPort) {
        final Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", String.valueOf(NODE_ID));
        p.put("controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort);
        p.put("listeners", listener("PLAINTEXT", port) + "," + listener(CONTROLLER, controllerPort));
        p.put("advertised.listeners", listener("PLAINTEXT", port));
        p.put("controller.listener.names", CONTROLLER);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        ofOneNode(p);
        ofSmallSize(p);
        ofQuickRecovery(p);
        return p;
    }

    private static String listener(final String name, final int port) {
        return name + "://" + Ports.LOOPBACK + ":" + port;
    }

    private static void ofOneNode(final Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void ofSmallSize(final Properties p) {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("group.coordinator.threads", "1");
        p.put("share.coordinator.threads", "1");
        // 128 MB of heap by default; 2 MB are enough for some 79,000 keys in one pass.
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
        p.put("log.segment.bytes", String.valueOf(128 << 20));
        p.put("log.index.size.max.bytes", String.valueOf(2 << 20));
        p.put("offsets.topic.segment.bytes", String.valueOf(16 << 20));
        p.put("transaction.state.log.segment.bytes", String.valueOf(16 << 20));
    }

    /** After a kill, of a client or of the broker itself, life goes on within seconds. */
    private static void ofQuickRecovery(final Properties p) {
        // The controller lets a killed broker back in only when this long has passed since its restart; 9 s by default.
        p.put("broker.session.timeout.ms", "1500");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        p.put("log.retention.check.interval.ms", "60000");
    }
}
