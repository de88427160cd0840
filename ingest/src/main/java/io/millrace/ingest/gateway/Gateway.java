package io.millrace.ingest.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.forward.ForwardCounters;
import io.millrace.ingest.forward.Forwarder;
import io.millrace.ingest.forward.ForwarderThread;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.Incarnation;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.JournalHandler;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway: its sources offer to the ring, the journalling thread makes durable and acknowledges, the forwarder brings it to
 * Kafka. What was acknowledged to a source is in the journal, whatever happens then.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long NS_PER_MS = 1_000_000L;
    private static final long DRAIN_NS = 5_000_000_000L;
    private static final long RETRY_PARK_NS = 100_000L;

    private final GatewayConfig config;
    private final GatewayClock clock;
    private final Set<String> machines = ConcurrentHashMap.newKeySet();
    private final Journal journal;
    private final long lastHeardNs;
    private final long incarnation;
    private final IngestCounters counters = new IngestCounters();
    private final ForwardCounters forwardCounters = new ForwardCounters();
    private final Forwarder forwarder;
    private final ForwarderThread forwarderThread;
    private final EventRing ring;
    private final Ticker ticker;
    private final RunningSources sources;
    private volatile List<Fact.Definition> definitions;
    private volatile boolean isStarted;
    private volatile @Nullable Throwable failure;
    private volatile boolean isClosed;

    /**
     * Opens the journal; nothing runs yet.
     *
     * @param definitions master data, said first at each start; its machines are the ones the sources may speak of
     * @param factories of the sources, names unique
     * @param fatal called once, on the journalling thread, when the journal has failed: the program must end, and soon
     * @throws io.millrace.ingest.journal.JournalException if the journal cannot be opened; the message names the remedy
     */
    public Gateway(
            final GatewayConfig config,
            final GatewayClock clock,
            final List<Fact.Definition> definitions,
            final List<SourceFactory> factories,
            final Consumer<Throwable> fatal) {
        this.config = config;
        this.clock = clock;
        this.definitions = List.copyOf(definitions);
        this.machines.addAll(Definitions.machines(definitions));
        this.journal = ChronicleJournal.open(
                config.dataDir().resolve("journal"), config.journal(), clock.epochNs(), clock.nanoTime());
        try {
            this.lastHeardNs = journal.lastJournalledNs();
            this.incarnation =
                    Incarnation.next(config.dataDir(), clock.epochNs().getAsLong() / NS_PER_MS);
            this.forwarder = new Forwarder(
                    journal,
                    config.dataDir().resolve("forwarded"),
                    config.forwarder(),
                    forwardCounters,
                    clock.epochNs(),
                    clock.nanoTime());
            this.forwarderThread = new ForwarderThread(forwarder, clock.nanoTime());
            final JournalHandler handler = new JournalHandler(
                    journal,
                    incarnation,
                    counters,
                    clock.nanoTime(),
                    forwarderThread::wake,
                    cause -> onFatal(cause, fatal));
            this.ring = new EventRing(config.ringSlots(), config.waitPolicy(), handler, clock.nanoTime());
            this.ticker = new Ticker(config.id(), machines, ring, clock.epochNs(), config.ringSlots());
            this.sources = new RunningSources(
                    new SourceContext(config.id(), "", clock.epochNs(), ring, machines(), lastHeardNs));
            sources.make(factories);
        } catch (final RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void onFatal(final Throwable cause, final Consumer<Throwable> fatal) {
        failure = cause;
        fatal.accept(cause);
    }

    /** Starts all threads: journalling, master data, forwarding, sources, ticks. Kafka need not be there. */
    public void start() {
        LOG.info(
                "gateway {} starts: incarnation {}, journal at record {}",
                config.id(),
                incarnation,
                journal.lastPosition());
        ring.start();
        forwarderThread.start();
        definitions.forEach(this::publish);
        sources.start();
        // The topologies forget operations that nobody speaks of any more.
        ticker.start(config.tickIntervalNs(), () -> definitions.forEach(this::publish));
        isStarted = true;
    }

    private void publish(final Fact.Definition definition) {
        final List<Event> message = List.of(
                Definitions.event(definition, config.id(), clock.epochNs().getAsLong()));
        while (!ring.tryOffer(message, () -> {})) {
            if (failure != null) {
                throw new IllegalStateException("the journal failed while master data was written", failure);
            }
            if (isClosed) {
                throw new IllegalStateException("the gateway is closing");
            }
            LockSupport.parkNanos(RETRY_PARK_NS);
        }
    }

    /**
     * Goes on with other master data and other sources: what is new is said, sources that are no longer wanted or have other settings
     * are closed, new ones started. All others keep their connections. By one thread at a time.
     *
     * @param newDefinitions all of them; what is no longer among them stays in force, as after a restart
     * @param wanted all sources
     * @throws RuntimeException if a source cannot be made; then everything is as it was
     */
    public SourceChanges reload(final List<Fact.Definition> newDefinitions, final List<SourceFactory> wanted) {
        final Set<Fact.Definition> said = Set.copyOf(definitions);
        return sources.exchange(wanted, () -> {
            newDefinitions.stream().filter(one -> !said.contains(one)).forEach(this::publish);
            final Set<String> known = Definitions.machines(newDefinitions);
            machines.addAll(known);
            machines.retainAll(known);
            definitions = List.copyOf(newDefinitions);
        });
    }

    /** True once it is started, the journal works and all sources have taken in the state of their machines. Any thread. */
    public boolean isReady() {
        return isStarted && failure == null && sources.isReady();
    }

    /** Where sources put what they hear; also for what comes from inside the program (HTTP, files). */
    public Inlet inlet() {
        return ring;
    }

    /** Paths of the machines the master data knows: a view, which follows a reload. Any thread. */
    public Set<String> machines() {
        return Collections.unmodifiableSet(machines);
    }

    public long incarnation() {
        return incarnation;
    }

    public IngestCounters counters() {
        return counters;
    }

    public ForwardCounters forwardCounters() {
        return forwardCounters;
    }

    /** Messages journalled and not yet acknowledged by Kafka. Any thread. */
    public long backlog() {
        return forwarder.backlog();
    }

    /** What keeps it from forwarding, in a sentence; null if nothing does. Any thread. */
    public @Nullable String forwardingTrouble() {
        return forwarder.trouble();
    }

    /** What made the journal fail; null while it works. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Shows counters, backlog and latencies in a registry. */
    public void bindTo(final MeterRegistry registry) {
        final GatewayMetrics metrics = new GatewayMetrics(registry, config.id());
        metrics.bind(counters, ring, journal);
        metrics.bind(forwardCounters, forwarder);
        sources.bindTo(registry);
    }

    /**
     * Closes the sources, journals and acknowledges what they offered, forwards what Kafka takes within some seconds, and closes the
     * journal. What is not forwarded yet waits there for the next start.
     */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        ticker.close();
        sources.close();
        if (!ring.close(DRAIN_NS)) {
            LOG.warn("gateway {}: not everything offered was journalled; it was not acknowledged either", config.id());
        }
        if (!forwarderThread.close(DRAIN_NS)) {
            LOG.info("gateway {}: {} records wait in the journal for the next start", config.id(), forwarder.backlog());
        }
        journal.close();
    }
}
