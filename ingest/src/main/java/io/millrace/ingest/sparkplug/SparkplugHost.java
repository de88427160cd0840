package io.millrace.ingest.sparkplug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sparkplug B 3.0 host application on one or several MQTT servers. Data is QoS 0: what is lost on the way is found by its number,
 * declared as a gap and recovered by a rebirth. One thread of its own decodes and offers; the MQTT clients' event loops only fill its
 * inbox and wait while that is full.
 */
public final class SparkplugHost implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(SparkplugHost.class);
    private static final long LONGEST_WAIT_MS = 100;
    private static final long LONGEST_CLOSE_MS = 12_000;
    private static final int INBOX = 8_192;
    private static final int BATCH = 256;

    private enum Kind {
        OPENED,
        MESSAGE,
        LOST,
        REFUSED,
        WAKE_UP
    }

    /** @param text topic of a message, cause of a loss or refusal */
    private record Incoming(Kind kind, int server, String text, byte[] payload, boolean isRetained, long receivedNs) {}

    private static final byte[] NOTHING = {};

    private final SparkplugConfig config;
    private final SourceContext context;
    private final SparkplugCounters counters = new SparkplugCounters();
    private final ObjectMapper json = new ObjectMapper();
    private final FaultLog faults;
    private final EdgeNodes nodes;
    private final List<ServerLink> links;
    private final BlockingQueue<Incoming> inbox = new ArrayBlockingQueue<>(INBOX);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    /** Of each server, 0 while there is no connection to it. */
    private final long[] connectedNs;

    private volatile boolean isDeaf;
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
                config,
                context.machines(),
                context.lastHeardNs(),
                new Outlet(context, this::isClosing),
                counters,
                new NodeCommands());
        this.connectedNs = new long[config.servers().size()];
        this.links = IntStream.range(0, connectedNs.length)
                .mapToObj(number -> new ServerLink(config, number, context.clockNs(), new LinkListener()))
                .toList();
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
        links.forEach(ServerLink::start);
    }

    @Override
    public void bindTo(final MeterRegistry registry, final Tags tags) {
        counters.bindTo(registry, tags);
    }

    @Override
    public boolean isReady() {
        return isReady;
    }

    /** Takes in what has been received, says STATE offline and disconnects; blocks for some seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        inbox.offer(new Incoming(Kind.WAKE_UP, 0, "", NOTHING, false, 0));
        try {
            thread.join(LONGEST_CLOSE_MS + TimeUnit.SECONDS.toMillis(3));
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private final class NodeCommands implements EdgeNode.Commands {
        @Override
        public void requestRebirth(final String nodeKey, final int server, final String cause) {
            final List<ServerLink> asked = links.stream()
                    .filter(link -> connectedNs[link.number()] > 0
                            && (server == EdgeNode.ANY_SERVER || server == link.number()))
                    .toList();
            if (asked.isEmpty()) {
                return;
            }
            counters.rebirthRequests().increment();
            asked.forEach(link -> link.requestRebirth(nodeKey));
            if (!cause.equals(EdgeNode.CONNECTED)) {
                report("rebirth requested", "asks " + nodeKey + " for a rebirth: " + cause);
            }
        }

        @Override
        public void report(final String kind, final String text) {
            faults.warn(kind, text, now());
        }
    }

    private final class LinkListener implements ServerLink.Listener {
        @Override
        public void onOpened(final ServerLink link) {
            put(new Incoming(Kind.OPENED, link.number(), "", NOTHING, false, now()));
        }

        @Override
        public void onPublish(
                final ServerLink link, final String topic, final byte[] payload, final boolean isRetained) {
            put(new Incoming(Kind.MESSAGE, link.number(), topic, payload, isRetained, now()));
        }

        @Override
        public void onLost(final ServerLink link, final String cause) {
            put(new Incoming(Kind.LOST, link.number(), cause, NOTHING, false, now()));
        }

        @Override
        public void onRefused(final ServerLink link, final String why) {
            put(new Incoming(Kind.REFUSED, link.number(), why, NOTHING, false, now()));
        }
    }

    private void run() {
        while (!isClosing()) {
            cycle();
        }
        drain(inbox.size());
        isReady = false;
        endLinks();
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
        isReady = isConnected() && nodes.areReady();
    }

    private void endLinks() {
        // Nobody takes from the inbox any more: an event loop that waits for room there would miss the answers to what
        // follows.
        isDeaf = true;
        inbox.clear();
        links.forEach(ServerLink::close);
        try {
            for (final ServerLink link : links) {
                link.awaitClosed(LONGEST_CLOSE_MS);
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
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
        switch (incoming.kind()) {
            case OPENED -> open(incoming);
            case LOST -> lose(incoming);
            case REFUSED -> faults.warn(refusal(links.get(incoming.server())), incoming.text(), now());
            case MESSAGE -> {
                if (incoming.text().equals(SparkplugTopic.state(config.hostId()))) {
                    takeOwnState(incoming);
                } else {
                    nodes.onPublish(incoming.server(), incoming.text(), incoming.payload(), incoming.receivedNs());
                }
            }
            case WAKE_UP -> {}
        }
    }

    private void open(final Incoming opened) {
        final ServerLink link = links.get(opened.server());
        connectedNs[opened.server()] = opened.receivedNs();
        faults.forget(refusal(link));
        LOG.info("{}: connected to {} as host {}", config.name(), link.server(), config.hostId());
        nodes.onConnected(opened.server(), opened.receivedNs());
    }

    private void lose(final Incoming lost) {
        final int server = lost.server();
        // The keep-alive vouches for the connection up to then; after that only what has really arrived does.
        final long goodUntilNs = Math.max(
                connectedNs[server], lost.receivedNs() - TimeUnit.SECONDS.toNanos(2L * HostClient.KEEP_ALIVE_S));
        connectedNs[server] = 0;
        if (!isClosing()) {
            nodes.onConnectionLost(server, goodUntilNs, now(), "the connection to the MQTT server was lost");
            LOG.warn(
                    "{}: connection to {} lost: {}",
                    config.name(),
                    links.get(server).server(),
                    lost.text());
        }
    }

    /** Another client, or an old will, must not leave this host offline while it is not; and nobody else may be this host. */
    private void takeOwnState(final Incoming state) {
        final ServerLink link = links.get(state.server());
        try {
            final JsonNode said = json.readTree(state.payload());
            if (!said.path("online").asBoolean(true)) {
                link.contradict();
            } else if (!state.isRetained() && !link.isOwn(said.path("timestamp").asLong())) {
                counters.rivals().increment();
                faults.warn(
                        "rival",
                        "another client says on " + link.server() + " that it is host " + config.hostId()
                                + ": run one gateway per group, or give each its own host-id and groups",
                        now());
            }
        } catch (final IOException notJson) {
            faults.warn("STATE", "own STATE is not JSON: another client writes to " + state.text(), now());
        }
    }

    /** Waits while the inbox is full, so that the server feels it. */
    private void put(final Incoming incoming) {
        try {
            if (!isDeaf) {
                inbox.put(incoming);
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
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

    private boolean isConnected() {
        for (final long since : connectedNs) {
            if (since > 0) {
                return true;
            }
        }
        return false;
    }

    private static String refusal(final ServerLink link) {
        return "no connection to " + link.server();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private long now() {
        return context.clockNs().getAsLong();
    }
}
