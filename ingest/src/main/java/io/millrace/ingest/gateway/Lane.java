package io.millrace.ingest.gateway;

import io.millrace.ingest.forward.ForwardCounters;
import io.millrace.ingest.forward.Forwarder;
import io.millrace.ingest.forward.ForwarderSettings;
import io.millrace.ingest.forward.ForwarderThread;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.JournalHandler;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way from the sources to Kafka: a ring, a journal and a forwarder of its own, each with its thread, so that what waits on one
 * lane is in nobody's way on the other.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long DRAIN_NS = 5_000_000_000L;

    private final String name;
    private final Journal journal;
    private final IngestCounters counters = new IngestCounters();
    private final ForwardCounters forwardCounters = new ForwardCounters();
    private final Forwarder forwarder;
    private final ForwarderThread forwarderThread;
    private final EventRing ring;

    /**
     * @param name a label of its metrics
     * @param threads what its threads' names begin with
     * @param journal closed with the lane
     * @param positionFile where it keeps how far Kafka has acknowledged
     * @param givesWay true while others have more need of the processor and the broker
     * @param fatal called once, on the journalling thread, when the journal has failed
     */
    Lane(
            final String name,
            final String threads,
            final Journal journal,
            final Path positionFile,
            final ForwarderSettings kafka,
            final GatewayConfig config,
            final GatewayClock clock,
            final long incarnation,
            final BooleanSupplier givesWay,
            final Consumer<Throwable> fatal) {
        this.name = name;
        this.journal = journal;
        this.forwarder =
                new Forwarder(journal, positionFile, kafka, forwardCounters, clock.epochNs(), clock.nanoTime());
        this.forwarderThread = new ForwarderThread(threads + "forwarder", forwarder, clock.nanoTime(), givesWay);
        final JournalHandler handler =
                new JournalHandler(journal, incarnation, counters, clock.nanoTime(), forwarderThread::wake, fatal);
        this.ring =
                new EventRing(threads + "journal", config.ringSlots(), config.waitPolicy(), handler, clock.nanoTime());
    }

    void start() {
        ring.start();
        forwarderThread.start();
    }

    String name() {
        return name;
    }

    Journal journal() {
        return journal;
    }

    EventRing ring() {
        return ring;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    IngestCounters counters() {
        return counters;
    }

    ForwardCounters forwardCounters() {
        return forwardCounters;
    }

    /** Journals and acknowledges what was offered, forwards what Kafka takes within some seconds, and closes the journal. */
    @Override
    public void close() {
        if (!ring.close(DRAIN_NS)) {
            LOG.warn("{} lane: not everything offered was journalled; it was not acknowledged either", name);
        }
        if (!forwarderThread.close(DRAIN_NS)) {
            LOG.info("{} lane: {} records wait in the journal for the next start", name, forwarder.backlog());
        }
        journal.close();
    }
}
