package io.millrace.ingest.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.Incarnation;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Path;
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
 * One gateway: its sources offer to a lane's ring, the journalling thread makes durable and acknowledges, the forwarder brings it to
 * Kafka. What was acknowledged to a source is in the journal, whatever happens then. There are two lanes, one for all that counts
 * and one for telemetry, which is shed first.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long NS_PER_MS = 1_000_000L;
    private static final long RETRY_PARK_NS = 100_000L;

    private final GatewayConfig config;
    private final GatewayClock clock;
    private final Set<String> machines = ConcurrentHashMap.newKeySet();
    private final long lastHeardNs;
    private final long incarnation;
    private final Lane critical;
    private final Lane telemetry;
    private final Lanes lanes;
    private final DamageReport damage;
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
        final Journal journal = open(config.dataDir().resolve("journal"), config.journal());
        Journal telemetryJournal = null;
        try {
            telemetryJournal = open(config.telemetryDir().resolve("journal"), config.telemetryJournal());
            this.lastHeardNs = journal.lastJournalledNs();
            this.incarnation =
                    Incarnation.next(config.dataDir(), clock.epochNs().getAsLong() / NS_PER_MS);
            this.critical = new Lane(
                    "critical",
                    "",
                    journal,
                    config.dataDir().resolve("forwarded"),
                    config.forwarder(),
                    config,
                    clock,
                    incarnation,
                    () -> false,
                    cause -> onFatal(cause, fatal));
            this.telemetry = new Lane(
                    "telemetry",
                    "telemetry-",
                    telemetryJournal,
                    config.telemetryDir().resolve("forwarded"),
                    config.forwarder().ofValues(),
                    config,
                    clock,
                    incarnation,
                    new Courtesy(critical, telemetryJournal, clock.nanoTime()),
                    cause -> onFatal(cause, fatal));
            this.lanes = new Lanes(critical.ring(), telemetry.ring());
            this.damage = new DamageReport(List.of(critical, telemetry), lanes, clock.epochNs());
            this.ticker = new Ticker(config.id(), machines, lanes, clock.epochNs(), config.ringSlots());
            this.sources = new RunningSources(
                    new SourceContext(config.id(), "", clock.epochNs(), lanes, machines(), lastHeardNs));
            sources.make(factories);
        } catch (final RuntimeException e) {
            journal.close();
            if (telemetryJournal != null) {
                telemetryJournal.close();
            }
            throw e;
        }
    }

    private Journal open(final Path folder, final JournalSettings settings) {
        return ChronicleJournal.open(folder, settings, clock.epochNs(), clock.nanoTime());
    }

    private void onFatal(final Throwable cause, final Consumer<Throwable> fatal) {
        failure = cause;
        fatal.accept(cause);
    }

    /** Starts all threads: journalling, master data, forwarding, sources, ticks. Kafka need not be there. */
    public void start() {
        LOG.info(
                "gateway {} starts: incarnation {}, journal at record {}, of telemetry at record {}",
                config.id(),
                incarnation,
                critical.journal().lastPosition(),
                telemetry.journal().lastPosition());
        critical.start();
        telemetry.start();
        definitions.forEach(this::publish);
        sources.start();
        // The topologies forget operations that nobody speaks of any more.
        ticker.start(config.tickIntervalNs(), () -> definitions.forEach(this::publish), damage::declare);
        isStarted = true;
    }

    private void publish(final Fact.Definition definition) {
        final List<Event> message = List.of(
                Definitions.event(definition, config.id(), clock.epochNs().getAsLong()));
        while (!lanes.tryOffer(message, () -> {})) {
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
        return lanes;
    }

    /** Paths of the machines the master data knows: a view, which follows a reload. Any thread. */
    public Set<String> machines() {
        return Collections.unmodifiableSet(machines);
    }

    public long incarnation() {
        return incarnation;
    }

    /** Messages journalled and not yet acknowledged by Kafka. Any thread. */
    public long backlog() {
        return critical.forwarder().backlog() + telemetry.forwarder().backlog();
    }

    /** What keeps it from forwarding, in a sentence; null if nothing does. Any thread. */
    public @Nullable String forwardingTrouble() {
        final String trouble = critical.forwarder().trouble();
        return trouble == null ? telemetry.forwarder().trouble() : trouble;
    }

    /** What made the journal fail; null while it works. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Shows counters, backlog and latencies in a registry. */
    public void bindTo(final MeterRegistry registry) {
        List.of(critical, telemetry).forEach(lane -> new GatewayMetrics(registry, config.id(), lane.name()).bind(lane));
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
        telemetry.close();
        damage.declare();
        critical.close();
    }
}
