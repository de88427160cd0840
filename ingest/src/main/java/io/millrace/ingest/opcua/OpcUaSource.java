package io.millrace.ingest.opcua;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one OPC UA server. A thread of its own connects, watches over the connection and makes a new one when it is in doubt;
 * values are taken in on the stack's threads, one notification at a time.
 */
public final class OpcUaSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(OpcUaSource.class);
    private static final long SHORTEST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 5_000;
    /** Of silence, counted in quarters: the server should have sent a keep-alive long before. */
    private static final long LEAST_SILENCE_MS = 2_000;

    private static final int MISSED_KEEP_ALIVES = 3;
    private static final int QUARTERS = 4;
    private static final int FAULTS_PER_LINE = 30;

    private final OpcUaConfig config;
    private final SourceContext context;
    private final OpcUaCounters counters = new OpcUaCounters();
    private final Subscriber subscriber;
    private final History history;
    private final ClientIdentity identity;
    private final ServerTrust trust;
    private final Outlet outlet;
    private final Thread thread;
    /** By machine, signals of a server that started anew which have not been read since. */
    private final Map<String, Set<Signal>> restarted = new ConcurrentHashMap<>();

    private final AtomicLong goodUntilNs;
    private volatile boolean closed;
    private volatile boolean ready;
    /** Set from when reports are let in until the loss of the connection has been said. */
    private volatile @Nullable Intake current;

    private volatile String fault = "";
    private String gapCause = "the gateway was restarted";
    /** By machine, since when it was said to be unknown. */
    private Map<String, Long> lostNs = Map.of();

    private long serverStartNs;
    private long connects;
    private long sameFaults;

    /** @throws UncheckedIOException if the certificate folder cannot be read or written */
    public OpcUaSource(final OpcUaConfig config, final SourceContext context) {
        this.config = config;
        this.context = context;
        this.subscriber = new Subscriber(config);
        this.history = new History(config);
        this.outlet = new Outlet(context.inlet(), () -> closed);
        this.goodUntilNs = new AtomicLong(context.lastHeardNs());
        // What started after we last heard of it is not what we heard, whichever of us was restarted.
        this.serverStartNs = context.lastHeardNs();
        try {
            identity = ClientIdentity.loadOrCreate(config.pki(), config.applicationUri());
            trust = new ServerTrust(config.pki());
        } catch (final IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        thread = new Thread(this::run, "opcua-" + config.name());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isReady() {
        final Intake intake = current;
        return ready || (intake != null && intake.isComplete());
    }

    public OpcUaCounters counters() {
        return counters;
    }

    /** Why there is no connection, in a sentence that names the remedy; empty while there is one. */
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
            trust.close();
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (final IOException unclean) {
            LOG.warn("{}: {}", config.name(), unclean.getMessage());
        }
    }

    private void run() {
        long pauseMs = SHORTEST_PAUSE_MS;
        try {
            while (!closed) {
                if (connectAndListen()) {
                    pauseMs = SHORTEST_PAUSE_MS;
                }
                sayLost();
                TimeUnit.MILLISECONDS.sleep(pauseMs);
                pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
            }
        } catch (final InterruptedException stopped) {
            LOG.debug("{}: stopped", config.name());
        }
    }

    /** @return whether the connection was of use: all first values were taken in */
    private boolean connectAndListen() throws InterruptedException {
        @Nullable Connection connection = null;
        boolean complete = false;
        try {
            connection = Connection.open(config, trust, identity);
            final ValueReader reader = connection.reader(config);
            try (Intake intake = intake(connection, reader)) {
                final OpcUaSubscription subscription = subscriber.subscribe(connection.client(), intake);
                final List<OpcUaMonitoredItem> items = subscription.getMonitoredItems().stream()
                        .filter(item -> item.getMonitoredItemId().isPresent())
                        .toList();
                intake.open(items, gapCause, lostNs, recorded(connection, reader));
                lostNs = Map.of();
                sayConnected(items.size());
                current = intake;
                gapCause = watch(connection, intake, silenceMs(subscription));
                complete = intake.isComplete();
            }
            ready |= complete;
            sayFault(gapCause);
        } catch (final UaException failed) {
            sayFault(FaultText.of(config.endpointUrl(), "gives no subscription", failed)
                    .getMessage());
        } catch (final ConnectFault | RuntimeException failed) {
            sayFault(String.valueOf(failed.getMessage()));
            LOG.debug("{}", config.name(), failed);
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
        return complete;
    }

    /** Once a connection: from here until the next one the machines are unknown. A source that is being closed has lost nothing. */
    private void sayLost() {
        final Intake lost = current;
        if (lost != null && !closed) {
            ready |= lost.isComplete();
            current = null;
            lostNs = lost.sayLost(fault, outlet);
        }
    }

    private Intake intake(final Connection connection, final ValueReader reader) throws UaException {
        final long startNs = connection.serverStartNs();
        if (serverStartNs > 0 && startNs > serverStartNs) {
            config.machines().forEach(machine -> signals(machine.machine()).addAll(machine.signals()));
        }
        serverStartNs = startNs > 0 ? startNs : serverStartNs;
        final List<MachineIntake> machines = config.machines().stream()
                .map(MachineSignals::machine)
                .distinct()
                .map(machine -> new MachineIntake(context, machine, counters, signals(machine)))
                .toList();
        return new Intake(context, machines, counters, goodUntilNs, reader, connection::doubt);
    }

    private Map<String, History.Recorded> recorded(final Connection connection, final ValueReader reader)
            throws UaException {
        return history.read(connection.client(), reader, goodUntilNs.get(), serverStartNs, context.clockNs());
    }

    private Set<Signal> signals(final String machine) {
        return restarted.computeIfAbsent(machine, any -> ConcurrentHashMap.newKeySet());
    }

    /** The server sends keep-alives as it sees fit: what it revised counts, not what was asked for. */
    private static long silenceMs(final OpcUaSubscription subscription) {
        final double publishingMs = subscription.getRevisedPublishingInterval().orElse(0.0);
        final long keepAlives = subscription
                .getRevisedMaxKeepAliveCount()
                .map(Number::longValue)
                .orElse(0L);
        return Math.max(LEAST_SILENCE_MS, (long) (MISSED_KEEP_ALIVES * publishingMs * keepAlives));
    }

    /** @return why it is over */
    private String watch(final Connection connection, final Intake intake, final long silenceMs)
            throws InterruptedException {
        long reports = -1;
        int silentQuarters = 0;
        while (true) {
            final String doubt = connection.awaitDoubt(silenceMs / QUARTERS);
            if (doubt != null) {
                return doubt;
            }
            final long now = intake.reports();
            silentQuarters = now == reports && !intake.isBusy() ? silentQuarters + 1 : 0;
            reports = now;
            if (silentQuarters >= QUARTERS) {
                return "the server was silent for " + silenceMs + " ms";
            }
        }
    }

    private void sayConnected(final int items) {
        if (connects++ > 0) {
            counters.reconnects().increment();
        }
        fault = "";
        LOG.info("{}: connected to {}, {} nodes", config.name(), config.endpointUrl(), items);
    }

    /** The same fault again and again is logged now and then only. */
    private void sayFault(final String sentence) {
        sameFaults = sentence.equals(fault) ? sameFaults + 1 : 0;
        fault = sentence;
        if (sameFaults % FAULTS_PER_LINE == 0) {
            LOG.warn("{}: {} (trying on)", config.name(), sentence);
        }
    }
}
