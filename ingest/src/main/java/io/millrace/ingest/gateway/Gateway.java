package io.millrace.ingest.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
    private final List<Fact.Definition> definitions;
    private final Set<String> machines;
    private final Journal journal;
    private final long lastHeardNs;
    private final long incarnation;
    private final IngestCounters counters = new IngestCounters();
    private final ForwardCounters forwardCounters = new ForwardCounters();
    private final Forwarder forwarder;
    private final ForwarderThread forwarderThread;
    private final EventRing ring;
    private final Ticker ticker;
    private final List<Source> sources = new ArrayList<>();
    private volatile boolean isStarted;
    private volatile @Nullable Throwable failure;
    private boolean isClosed;

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
        this.machines = Definitions.machines(definitions);
        checkNames(factories);
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
            factories.forEach(f -> sources.add(f.make().apply(context(f.name()))));
        } catch (final RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static void checkNames(final List<SourceFactory> factories) {
        final List<String> names = factories.stream().map(SourceFactory::name).toList();
        for (final String name : Set.copyOf(names)) {
            if (Collections.frequency(names, name) > 1
                    || name.equals(Ticker.SOURCE)
                    || name.equals(Definitions.SOURCE)) {
                throw new IllegalArgumentException(
                        "source name '" + name + "' is used twice: each source needs its own");
            }
        }
    }

    private SourceContext context(final String source) {
        return new SourceContext(config.id(), source, clock.epochNs(), ring, machines, lastHeardNs);
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
        sources.forEach(Source::start);
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
            LockSupport.parkNanos(RETRY_PARK_NS);
        }
    }

    /** True once it is started, the journal works and all sources have taken in the state of their machines. Any thread. */
    public boolean isReady() {
        return isStarted && failure == null && sources.stream().allMatch(Source::isReady);
    }

    /** Where sources put what they hear; also for what comes from inside the program (HTTP, files). */
    public Inlet inlet() {
        return ring;
    }

    /** Paths of the machines the master data knows. */
    public Set<String> machines() {
        return machines;
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
        sources.forEach(source -> source.bindTo(registry, Tags.of("gateway", config.id(), "source", source.name())));
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
        sources.forEach(Gateway::closeQuietly);
        if (!ring.close(DRAIN_NS)) {
            LOG.warn("gateway {}: not everything offered was journalled; it was not acknowledged either", config.id());
        }
        if (!forwarderThread.close(DRAIN_NS)) {
            LOG.info("gateway {}: {} records wait in the journal for the next start", config.id(), forwarder.backlog());
        }
        journal.close();
    }

    private static void closeQuietly(final Source source) {
        try {
            source.close();
        } catch (final RuntimeException e) {
            LOG.warn("source {} did not close cleanly: {}", source.name(), e.getMessage());
        }
    }
}
