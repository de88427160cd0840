package io.millrace.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.JournalSettings;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.http.StatusServer;
import io.millrace.ingest.forward.EventTopics;
import io.millrace.ingest.forward.ForwarderSettings;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.gateway.GatewayClock;
import io.millrace.ingest.gateway.GatewayConfig;
import io.millrace.ingest.gateway.SourceFactory;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.WaitPolicy;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with its metrics, as configured. */
public final class GatewayRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRun.class);
    private static final long NS_PER_S = 1_000_000_000L;

    private final Gateway gateway;
    private final StatusServer status;

    private GatewayRun(final Gateway gateway, final StatusServer status) {
        this.gateway = gateway;
        this.status = status;
    }

    /** Starts the configured sources on the system's clock. */
    public static GatewayRun start(final Configuration configuration) throws IOException {
        final Gateway gateway = open(
                configuration,
                GatewayRun::now,
                configuration.gateway().tick().toNanos(),
                configuration.sources().stream().map(Sources::factory).toList());
        final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        gateway.bindTo(metrics);
        final StatusServer status = StatusServer.start(configuration.gateway().http(), metrics, gateway::isReady);
        gateway.start();
        return new GatewayRun(gateway, status);
    }

    /**
     * Opens a gateway without starting it.
     *
     * @param clock nanoseconds since the epoch
     * @param tickNs 0 for no ticks of its own
     */
    public static Gateway open(
            final Configuration configuration,
            final LongSupplier clock,
            final long tickNs,
            final List<SourceFactory> sources) {
        return new Gateway(
                config(configuration, tickNs),
                new GatewayClock(clock, System::nanoTime),
                MasterData.definitions(configuration.plant()),
                sources,
                GatewayRun::stopNow);
    }

    /** Nothing may be acknowledged after a failed append: the process ends, whatever else it was doing. */
    private static void stopNow(final Throwable cause) {
        LOG.error(
                "The journal failed, so the gateway stops; nothing it could not keep was acknowledged: {}",
                cause.getMessage());
        Runtime.getRuntime().halt(ExitCode.STORAGE.code());
    }

    private static GatewayConfig config(final Configuration configuration, final long tickNs) {
        final JournalSettings journal = configuration.journal();
        final SyncPolicy sync = SyncPolicy.valueOf(journal.sync().name());
        final Map<String, String> kafka = new HashMap<>();
        configuration.kafka().clientProperties().forEach((key, value) -> kafka.put(key, value.toString()));
        final io.millrace.ingest.journal.JournalSettings usual = io.millrace.ingest.journal.JournalSettings.of(sync);
        final JournalSettings.Telemetry telemetry = journal.telemetry();
        return new GatewayConfig(
                configuration.gateway().id(),
                configuration.gateway().data(),
                new io.millrace.ingest.journal.JournalSettings(
                        "FAST_" + journal.roll().name(), usual.blockBytes(), sync, journal.minFreeBytes()),
                telemetry.folder(),
                new io.millrace.ingest.journal.JournalSettings(
                        "FAST_" + journal.roll().name(),
                        usual.blockBytes(),
                        SyncPolicy.valueOf(telemetry.sync().name()),
                        journal.minFreeBytes(),
                        telemetry.minFreeBytes()),
                new ForwarderSettings(
                        configuration.gateway().id(),
                        kafka,
                        new EventTopics(Topics.DEFAULT_PREFIX),
                        configuration.kafka().partitions(),
                        configuration.kafka().replication(),
                        true,
                        ForwarderSettings.USUAL_IN_FLIGHT_EVENTS),
                tickNs,
                journal.ringSlots(),
                WaitPolicy.valueOf(journal.waiting().name()));
    }

    /** The system's clock in nanoseconds since the epoch. */
    public static long now() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }

    @Override
    public void close() {
        gateway.close();
        status.close();
    }
}
