package io.millrace.ingest.sparkplug;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session with one MQTT server: connects, and connects anew when the connection is lost, until it is closed. One thread, which
 * only waits; what is heard comes on the client's event loop.
 */
final class ServerLink {
    /** Each called on the event loop but the last; messages and ends in the order in which they happen. */
    interface Listener {
        void onOpened(ServerLink link);

        /** May block to hold up the server. */
        void onPublish(ServerLink link, String topic, byte[] payload, boolean isRetained);

        /** After the last message of the connection. */
        void onLost(ServerLink link, String cause);

        /** On the link's own thread. */
        void onRefused(ServerLink link, String why);
    }

    private static final long FIRST_BACKOFF_MS = 100;
    private static final long LAST_BACKOFF_MS = 5_000;
    private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(5);

    private final int number;
    private final SparkplugConfig config;
    private final MqttServer server;
    private final LongSupplier clockNs;
    private final Listener listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable HostConnection connection;
    private volatile @Nullable HostConnection last;

    /** @param number of the server among the source's, counted from 0 */
    ServerLink(final SparkplugConfig config, final int number, final LongSupplier clockNs, final Listener listener) {
        this.number = number;
        this.config = config;
        this.server = config.servers().get(number);
        this.clockNs = clockNs;
        this.listener = listener;
        this.thread = daemon(this::run, "sparkplug-" + config.name() + "-link" + number);
    }

    int number() {
        return number;
    }

    MqttServer server() {
        return server;
    }

    void start() {
        thread.start();
    }

    /** Begins to say offline and to disconnect; does not wait for it. */
    void close() {
        closing.countDown();
        final HostConnection open = connection;
        if (open != null) {
            open.release();
        }
    }

    /** Blocks until {@link #close} has done its work, and no longer than that. */
    void awaitClosed(final long atMostMs) throws InterruptedException {
        thread.join(atMostMs);
    }

    void requestRebirth(final String nodeKey) {
        final HostConnection open = connection;
        if (open != null && open.isOpen()) {
            open.requestRebirth(nodeKey, nowMs());
        }
    }

    /** Somebody has said that this host is offline. */
    void contradict() {
        final HostConnection open = connection;
        if (open != null && open.isOpen()) {
            open.contradict();
        }
    }

    /** True if the timestamp of a STATE is that of this connection, or of the last one: what it has sent may still be on its way. */
    boolean isOwn(final long timestampMs) {
        return isOf(connection, timestampMs) || isOf(last, timestampMs);
    }

    private static boolean isOf(final @Nullable HostConnection some, final long timestampMs) {
        return some != null && some.timestampMs() == timestampMs;
    }

    private void run() {
        long backoffMs = FIRST_BACKOFF_MS;
        try {
            while (!isClosing()) {
                final long startedNs = clockNs.getAsLong();
                session();
                final boolean wasSteady = clockNs.getAsLong() - startedNs >= STEADY_NS;
                backoffMs = wasSteady ? FIRST_BACKOFF_MS : Math.min(2 * backoffMs, LAST_BACKOFF_MS);
                closing.await(backoffMs, TimeUnit.MILLISECONDS);
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void session() throws InterruptedException {
        try {
            final HostConnection attempt = new HostConnection(
                    config,
                    server,
                    nowMs(),
                    task -> daemon(task, "sparkplug-" + config.name() + "-io" + number)
                            .start(),
                    new ConnectionListener());
            last = connection;
            connection = attempt;
            attempt.open();
            if (!isClosing()) {
                attempt.awaitEnd();
            }
            attempt.close(nowMs());
        } catch (final HostConnection.ConnectFailedException refused) {
            listener.onRefused(this, String.valueOf(refused.getMessage()));
        }
    }

    private final class ConnectionListener implements HostConnection.Listener {
        @Override
        public void onOpened(final HostConnection opened) {
            listener.onOpened(ServerLink.this);
        }

        @Override
        public void onPublish(
                final HostConnection from, final String topic, final byte[] payload, final boolean isRetained) {
            listener.onPublish(ServerLink.this, topic, payload, isRetained);
        }

        @Override
        public void onLost(final HostConnection lost) {
            listener.onLost(ServerLink.this, lost.cause());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong());
    }

    private static Thread daemon(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
