package io.millrace.ingest.shdr.tcp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.event.Event;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to an adapter, listens, and connects again for as long as it is not closed. The protocol has no acknowledgement and no
 * numbers: whatever happened while it was not heard is declared as a gap. One thread does all of it.
 */
public final class ShdrTcpSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(ShdrTcpSource.class);
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    /** How long a read waits at most before it is seen to heartbeats. */
    private static final int LOOK_MS = 50;

    private static final long ROOM_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long WAIT_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FIRST_WAIT_MS = 250;
    private static final long LOG_PERIOD_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int BUFFER = 64 * 1024;

    private final ShdrTcpConfig config;
    private final SourceContext context;
    private final LongSupplier nanoTime;
    private final ShdrTcpCounters counters = new ShdrTcpCounters();
    private final AdapterIntake intake;
    private final Heartbeat heartbeat;
    private final LineBuffer lines;
    private final Thread thread;
    /** When the adapter was heard last, by the gateway's clock; 0: never. */
    private long knownUntilNs;

    private boolean isLostSaid;
    private boolean isHeard;
    private String lostBecause = "the gateway was not running";
    private String logged = "";
    private long loggedNs;
    private volatile @Nullable Socket socket;
    private volatile boolean ready;
    private volatile boolean closed;

    public ShdrTcpSource(final ShdrTcpConfig config, final SourceContext context) {
        this(config, context, System::nanoTime);
    }

    /** @param nanoTime for intervals only */
    ShdrTcpSource(final ShdrTcpConfig config, final SourceContext context, final LongSupplier nanoTime) {
        this.config = config;
        this.context = context;
        this.nanoTime = nanoTime;
        this.knownUntilNs = context.lastHeardNs();
        this.intake = new AdapterIntake(config, context, new Insisting(), counters);
        this.heartbeat = new Heartbeat(config.silenceMs(), nanoTime);
        this.lines = new LineBuffer(config.lineBytes(), this::take);
        this.thread = new Thread(this::run, "shdr-" + config.name());
        thread.setDaemon(true);
        config.machines().stream()
                .filter(machine -> !context.machines().contains(machine.machine()))
                .forEach(machine -> LOG.warn(
                        "{}: no machine {} in the master data: add it, or correct the source's mapping; what the adapter"
                                + " says of it is passed over",
                        config.name(),
                        machine.machine()));
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void start() {
        thread.start();
    }

    /** True while it is connected and has heard anything. */
    @Override
    public boolean isReady() {
        return ready;
    }

    public ShdrTcpCounters counters() {
        return counters;
    }

    @Override
    public void bindTo(final MeterRegistry registry, final Tags tags) {
        counters.bindTo(registry, tags);
    }

    @Override
    public void close() {
        closed = true;
        closeSocket();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread's life: connect, listen, say what was lost, wait. */
    private void run() {
        long waitMs = FIRST_WAIT_MS;
        while (!closed) {
            isHeard = false;
            final String end = listenOnce();
            if (closed) {
                return;
            }
            onLost(end);
            waitMs = isHeard ? FIRST_WAIT_MS : Math.min(config.reconnectMs(), 2 * waitMs);
            waitFor(Math.min(config.reconnectMs(), waitMs));
        }
    }

    /** @return why it ended */
    private String listenOnce() {
        try (Socket adapter = new Socket()) {
            socket = adapter;
            adapter.setTcpNoDelay(true);
            adapter.setKeepAlive(true);
            adapter.setSoTimeout(LOOK_MS);
            adapter.connect(new InetSocketAddress(config.host(), config.port()), CONNECT_TIMEOUT_MS);
            onConnected();
            return listen(adapter);
        } catch (final IOException failed) {
            return failed instanceof SocketTimeoutException
                    ? "no answer within " + CONNECT_TIMEOUT_MS / 1_000 + " s"
                    : String.valueOf(failed.getMessage());
        } catch (final RuntimeException fault) {
            LOG.error("{}: connecting anew after a fault of ours", config.name(), fault);
            return "a fault of the gateway: " + fault;
        } finally {
            ready = false;
            socket = null;
        }
    }

    private void onConnected() {
        counters.connections().increment();
        lines.clear();
        heartbeat.onConnected();
        intake.connected(knownUntilNs, isLostSaid, lostBecause);
        isLostSaid = false;
        LOG.info("{}: connected to {}:{}", config.name(), config.host(), config.port());
        logged = "";
    }

    private String listen(final Socket adapter) throws IOException {
        final InputStream in = adapter.getInputStream();
        final byte[] buffer = new byte[BUFFER];
        while (!closed) {
            askIfDue();
            final int read = read(in, buffer);
            if (read < 0) {
                return "the adapter closed the connection";
            }
            if (read > 0) {
                lines.add(buffer, read);
                // Now, since it may have waited for room meanwhile, which is no silence of the adapter's.
                heartbeat.onHeard();
                knownUntilNs = context.clockNs().getAsLong();
                isHeard = true;
                ready = true;
            } else if (heartbeat.isSilent()) {
                counters.silences().increment();
                return "the adapter said nothing for " + heartbeat.limitMs() + " ms";
            }
        }
        return "closed";
    }

    /** @return 0 if nothing came for a while */
    private static int read(final InputStream in, final byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (final SocketTimeoutException nothing) {
            return 0;
        }
    }

    private void askIfDue() throws IOException {
        final Socket adapter = socket;
        if (adapter != null && heartbeat.isDue()) {
            final OutputStream out = adapter.getOutputStream();
            out.write(Heartbeat.PING);
            out.flush();
        }
    }

    private void take(final byte[] line, final boolean isCut) {
        if (line.length > 0 && line[0] == '*') {
            heartbeat.onCommand(new String(line, StandardCharsets.UTF_8));
        } else if (!closed) {
            intake.take(line, isCut);
        }
    }

    private void onLost(final String cause) {
        lostBecause = cause;
        if (knownUntilNs > 0 && !isLostSaid) {
            intake.lost(knownUntilNs, cause);
            isLostSaid = true;
        }
        final long nowNs = nanoTime.getAsLong();
        if (!cause.equals(logged) || nowNs - loggedNs > LOG_PERIOD_NS) {
            logged = cause;
            loggedNs = nowNs;
            LOG.warn(
                    "{}: no connection to the adapter at {}:{} ({}); it is tried again and again",
                    config.name(),
                    config.host(),
                    config.port(),
                    cause);
        }
    }

    private void waitFor(final long ms) {
        final long fromNs = nanoTime.getAsLong();
        while (!closed && nanoTime.getAsLong() - fromNs < TimeUnit.MILLISECONDS.toNanos(ms)) {
            LockSupport.parkNanos(WAIT_PAUSE_NS);
        }
    }

    private void closeSocket() {
        final Socket adapter = socket;
        if (adapter != null) {
            try {
                adapter.close();
            } catch (final IOException alreadyGone) {
                LOG.debug("{}: {}", config.name(), alreadyGone.toString());
            }
        }
    }

    /** Waits while the gateway is full, and keeps the adapter from giving us up meanwhile. */
    private final class Insisting implements AdapterIntake.Outlet {
        @Override
        public void put(final List<Event> message) {
            insist(() -> context.inlet().tryOffer(message, ShdrTcpSource::nothing));
        }

        @Override
        public void put(final DeadLetter letter) {
            insist(() -> context.inlet().tryOffer(letter, ShdrTcpSource::nothing));
        }

        private void insist(final BooleanSupplier attempt) {
            while (!closed && !attempt.getAsBoolean()) {
                LockSupport.parkNanos(ROOM_PAUSE_NS);
                try {
                    askIfDue();
                } catch (final IOException lost) {
                    // The next read says so, when this is in.
                    LOG.debug("{}: {}", config.name(), lost.toString());
                }
            }
        }
    }

    /** The protocol has no acknowledgement to send: what is lost before the journal lies in the gap declared after a restart. */
    private static void nothing() {}
}
