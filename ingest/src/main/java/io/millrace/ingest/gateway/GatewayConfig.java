package io.millrace.ingest.gateway;

import io.millrace.ingest.forward.EventTopics;
import io.millrace.ingest.forward.ForwarderSettings;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.WaitPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a gateway needs to know, checked as a whole when it is made.
 *
 * @param id unique among the gateways that write to the same topics; part of every event's identity
 * @param dataDir its own folder: journal, incarnation, forwarded position
 * @param telemetryDir the same for telemetry, on the same disk or another
 * @param tickIntervalNs how often each machine gets a tick, 0 for never (a replay brings its own)
 * @param ringSlots events that may wait to be journalled, a power of two; also the longest message
 */
public record GatewayConfig(
        String id,
        Path dataDir,
        JournalSettings journal,
        Path telemetryDir,
        JournalSettings telemetryJournal,
        ForwarderSettings forwarder,
        long tickIntervalNs,
        int ringSlots,
        WaitPolicy waitPolicy) {
    /** Folder of telemetry in the data folder, unless it has a place of its own. */
    public static final String TELEMETRY = "telemetry";

    private static final long USUAL_SHED_BELOW_BYTES = 1L << 30;
    private static final int USUAL_RING_SLOTS = 16 * 1024;
    private static final long USUAL_TICK_NS = 10_000_000_000L;

    /** @throws IllegalArgumentException with every fault at once */
    public GatewayConfig {
        final List<String> faults = faults(id, forwarder, tickIntervalNs, ringSlots);
        if (dataDir.equals(telemetryDir)) {
            faults.add("telemetry needs a folder of its own, not " + telemetryDir);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("gateway configuration: " + String.join("; ", faults));
        }
    }

    /**
     * The usual: blocking wait, ticks every 10 s, topics with the prefix {@code millrace}.
     *
     * @param kafka properties for Kafka's clients, at least {@code bootstrap.servers}
     */
    public static GatewayConfig of(
            final String id,
            final Path dataDir,
            final SyncPolicy sync,
            final Map<String, String> kafka,
            final int partitions,
            final int replication,
            final boolean createTopics) {
        return new GatewayConfig(
                id,
                dataDir,
                JournalSettings.of(sync),
                dataDir.resolve(TELEMETRY),
                JournalSettings.of(SyncPolicy.PROCESS).sheddingBelow(USUAL_SHED_BELOW_BYTES),
                new ForwarderSettings(
                        id,
                        kafka,
                        new EventTopics("millrace"),
                        partitions,
                        replication,
                        createTopics,
                        ForwarderSettings.USUAL_IN_FLIGHT_EVENTS),
                USUAL_TICK_NS,
                USUAL_RING_SLOTS,
                WaitPolicy.BLOCKING);
    }

    public GatewayConfig withTickIntervalNs(final long newTickIntervalNs) {
        return new GatewayConfig(
                id,
                dataDir,
                journal,
                telemetryDir,
                telemetryJournal,
                forwarder,
                newTickIntervalNs,
                ringSlots,
                waitPolicy);
    }

    public GatewayConfig withJournals(final JournalSettings newJournal, final JournalSettings newTelemetryJournal) {
        return new GatewayConfig(
                id,
                dataDir,
                newJournal,
                telemetryDir,
                newTelemetryJournal,
                forwarder,
                tickIntervalNs,
                ringSlots,
                waitPolicy);
    }

    public GatewayConfig withRing(final int newRingSlots, final WaitPolicy newWait) {
        return new GatewayConfig(
                id, dataDir, journal, telemetryDir, telemetryJournal, forwarder, tickIntervalNs, newRingSlots, newWait);
    }

    private static List<String> faults(
            final String id, final ForwarderSettings forwarder, final long tickIntervalNs, final int ringSlots) {
        final List<String> faults = new ArrayList<>();
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            faults.add("id '" + id + "' must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        if (forwarder.kafka().getOrDefault("bootstrap.servers", "").isBlank()) {
            faults.add("kafka needs bootstrap.servers");
        }
        if (forwarder.partitions() < 1 || forwarder.replication() < 1) {
            faults.add("partitions and replication must be at least 1");
        }
        if (forwarder.maxInFlightEvents() < 1) {
            faults.add("at least one event must be allowed in flight");
        }
        if (tickIntervalNs < 0) {
            faults.add("the tick interval must not be negative");
        }
        if (ringSlots < 2 || Integer.bitCount(ringSlots) != 1) {
            faults.add("ring slots must be a power of two, not " + ringSlots);
        }
        return faults;
    }
}
