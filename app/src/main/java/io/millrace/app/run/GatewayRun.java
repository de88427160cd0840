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
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with its metrics, as configured. */
public final class GatewayRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRun.class);
    private static final long NS_PER_S = 1_000_000_000L;

    private final Gateway gateway;
    private final StatusServer status;
    private final @Nullable ConfigurationWatch watch;

    private GatewayRun(final Gateway gateway, final StatusServer status, final @Nullable ConfigurationWatch watch) {
        this.gateway = gateway;
        this.status = status;
        this.watch = watch;
    }

    /** Starts the configured sources on the system's clock. */
    public static GatewayRun start(final Configuration configuration) throws IOException {
        return start(configuration, null);
    }

    /**
     * Starts the configured sources on the system's clock.
     *
     * @param watched the file of the configuration, whose changes are taken up; null for none
     */
    public static GatewayRun start(final Configuration configuration, final @Nullable Path watched) throws IOException {
        final Gateway gateway = open(
                configuration,
                GatewayRun::now,
                configuration.gateway().tick().toNanos(),
                configuration.sources().stream().map(Sources::factory).toList());
        final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        gateway.bindTo(metrics);
        final StatusServer status = StatusServer.start(configuration.gateway().http(), metrics, gateway::isReady);
        gateway.start();
        final ConfigurationWatch watch =
                watched == null ? null : new ConfigurationWatch(watched, configuration, gateway, metrics);
        if (watch != null) {
            watch.start();
        }
        return new GatewayRun(gateway, status, watch);
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

    /** True while its journal works and all of its sources hear what they are to hear. */
    public boolean isReady() {
        return gateway.isReady();
    }

    /** The system's clock in nanoseconds since the epoch. */
    public static long now() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        gateway.close();
        status.close();
    }
}
