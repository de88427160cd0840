package io.millrace.ingest.sparkplug;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sparkplug B 3.0 host application on one MQTT server. Data is QoS 0: what is lost on the way is found by its number, declared as a
 * gap and recovered by a rebirth. One thread of its own decodes and offers; the MQTT client's event loop only fills its inbox and
 * waits while that is full.
 */
public final class SparkplugHost implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(SparkplugHost.class);
    private static final long FIRST_BACKOFF_MS = 100;
    private static final long LAST_BACKOFF_MS = 5_000;
    private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_WAIT_MS = 100;
    private static final int INBOX = 8_192;
    private static final int BATCH = 256;

    private record Incoming(String topic, byte[] payload, long receivedNs) {}

    private static final Incoming WAKE_UP = new Incoming("", new byte[0], 0);

    private final SparkplugConfig config;
    private final SourceContext context;
    private final SparkplugCounters counters = new SparkplugCounters();
    private final ObjectMapper json = new ObjectMapper();
    private final FaultLog faults;
    private final EdgeNodes nodes;
    private final BlockingQueue<Incoming> inbox = new ArrayBlockingQueue<>(INBOX);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable HostConnection connection;
    private long connectedNs;
    private long missingSinceNs;
    private String missingBecause = "the gateway was restarted";
    /** When the client noticed it: what it had received may take long to go into a full gateway. */
    private volatile long lostNs;

    private volatile boolean isReady;

    /** @throws IllegalArgumentException if the configuration has faults; names them all */
    public SparkplugHost(final SparkplugConfig config, final SourceContext context) {
        if (!config.faults().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", config.faults()));
        }
        this.config = config;
        this.context = context;
        this.faults = new FaultLog(LOG, config.name());
        this.nodes = new EdgeNodes(
                config, context.machines(), new Outlet(context, this::isClosing), counters, new NodeCommands());
        this.missingSinceNs = context.lastHeardNs();
        this.thread = new Thread(this::run, "sparkplug-" + config.name());
        this.thread.setDaemon(true);
    }

    @Override
    public String name() {
        return config.name();
    }

    public SparkplugCounters counters() {
        return counters;
    }

    @Override
    public void start() {
        LOG.info("{}: {}", config.name(), config);
        thread.start();
    }

    @Override
    public boolean isReady() {
        return isReady;
    }

    /** Takes in what has been received, says STATE offline and disconnects; blocks for some seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        inbox.offer(WAKE_UP);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(15));
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private final class NodeCommands implements EdgeNode.Commands {
        @Override
        public void requestRebirth(final String nodeKey, final String cause) {
            final HostConnection open = connection;
            if (open == null || !open.isOpen()) {
                return;
            }
            counters.rebirthRequests().increment();
            open.requestRebirth(nodeKey, TimeUnit.NANOSECONDS.toMillis(now()));
            if (!cause.equals(EdgeNode.CONNECTED)) {
                faults.warn("rebirth requested", "asks " + nodeKey + " for a rebirth: " + cause, now());
            }
        }

        @Override
        public void report(final String kind, final String text) {
            faults.warn(kind, text, now());
        }
    }

    private void run() {
        long backoffMs = FIRST_BACKOFF_MS;
        while (!isClosing()) {
            final long startedNs = now();
            if (connect()) {
                while (!isClosing() && isOpen()) {
                    cycle();
                }
                drain(inbox.size());
                disconnect();
            }
            backoffMs = now() - startedNs >= STEADY_NS ? FIRST_BACKOFF_MS : Math.min(2 * backoffMs, LAST_BACKOFF_MS);
            pause(backoffMs);
        }
    }

    private void cycle() {
        final @Nullable Incoming first = next(waitMs());
        if (first != null) {
            take(first);
            drain(BATCH);
        }
        final long nowNs = now();
        nodes.onTime(nowNs);
        faults.onTime(nowNs);
        isReady = isOpen() && nodes.areReady();
    }

    private boolean connect() {
        final HostConnection attempt = new HostConnection(
                config,
                TimeUnit.NANOSECONDS.toMillis(now()),
                task -> daemon(task, "sparkplug-" + config.name() + "-io"),
                this::receive,
                this::lose);
        try {
            attempt.open();
        } catch (final HostConnection.ConnectFailedException refused) {
            faults.warn("no connection", String.valueOf(refused.getMessage()), now());
            return false;
        }
        connection = attempt;
        faults.forget("no connection");
        final long nowNs = now();
        connectedNs = nowNs;
        LOG.info("{}: connected to {}:{} as host {}", config.name(), config.host(), config.port(), config.hostId());
        nodes.onConnected(missingSinceNs, nowNs, missingBecause);
        return true;
    }

    private void disconnect() {
        final HostConnection lost = connection;
        if (lost == null) {
            return;
        }
        isReady = false;
        lost.close(TimeUnit.NANOSECONDS.toMillis(now()));
        connection = null;
        final long nowNs = now();
        // The keep-alive vouches for the connection up to then; after that only what has really arrived does.
        final long noticedNs = lostNs > connectedNs ? lostNs : nowNs;
        missingSinceNs = Math.max(connectedNs, noticedNs - TimeUnit.SECONDS.toNanos(2L * HostConnection.KEEP_ALIVE_S));
        missingBecause = "the connection to the MQTT server was lost";
        if (!isClosing()) {
            nodes.onConnectionLost(missingSinceNs, nowNs, missingBecause);
            LOG.warn("{}: connection lost: {}", config.name(), lost.cause());
        }
    }

    private void drain(final int atMost) {
        for (int i = 0; i < atMost; i++) {
            final @Nullable Incoming more = inbox.poll();
            if (more == null) {
                return;
            }
            take(more);
        }
    }

    private void take(final Incoming incoming) {
        if (incoming == WAKE_UP) {
            return;
        }
        if (incoming.topic().equals(SparkplugTopic.state(config.hostId()))) {
            takeOwnState(incoming);
            return;
        }
        nodes.onPublish(incoming.topic(), incoming.payload(), incoming.receivedNs());
    }

    /** Another client, or an old will, must not leave this host offline while it is not. */
    private void takeOwnState(final Incoming incoming) {
        final HostConnection open = connection;
        try {
            if (open != null
                    && !json.readTree(incoming.payload()).path("online").asBoolean(true)) {
                open.publishOnline();
            }
        } catch (final IOException notJson) {
            faults.warn("STATE", "own STATE is not JSON: another client writes to " + incoming.topic(), now());
        }
    }

    /** On the event loop: waits while the inbox is full, so that the server feels it. */
    private void receive(final Mqtt5Publish publish) {
        try {
            inbox.put(new Incoming(publish.getTopic().toString(), publish.getPayloadAsBytes(), now()));
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the event loop. */
    private void lose() {
        lostNs = now();
        inbox.offer(WAKE_UP);
    }

    private long waitMs() {
        final long deadlineMs = TimeUnit.NANOSECONDS.toMillis(nodes.nextDeadlineNs() - now());
        return Math.max(0, Math.min(LONGEST_WAIT_MS, deadlineMs + 1));
    }

    private @Nullable Incoming next(final long waitMs) {
        try {
            return inbox.poll(waitMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException stopped) {
            closing.countDown();
            return null;
        }
    }

    private void pause(final long ms) {
        try {
            if (!closing.await(ms, TimeUnit.MILLISECONDS)) {
                faults.onTime(now());
            }
        } catch (final InterruptedException stopped) {
            closing.countDown();
        }
    }

    private static void daemon(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isOpen() {
        final HostConnection open = connection;
        return open != null && open.isOpen();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private long now() {
        return context.clockNs().getAsLong();
    }
}
