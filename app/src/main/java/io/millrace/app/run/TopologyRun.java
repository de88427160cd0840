package io.millrace.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.TopologySettings;
import io.millrace.app.http.StatusServer;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Both topologies with their metrics, as configured. */
public final class TopologyRun implements AutoCloseable {
    private static final Duration SESSION_ON_ONE_BROKER = Duration.ofSeconds(3);
    private static final int RESTARTS = 20;
    private static final Duration RESTART_WINDOW = Duration.ofMinutes(5);

    private final Topologies topologies;
    private final StatusServer status;

    private TopologyRun(final Topologies topologies, final StatusServer status) {
        this.topologies = topologies;
        this.status = status;
    }

    public static TopologyRun start(final Configuration configuration) throws IOException {
        final Topologies topologies = new Topologies(
                topics(configuration),
                configuration.topology().applicationId(),
                configuration.topology().rejected(),
                application -> config(configuration, application));
        final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        topologies.bindTo(metrics);
        final StatusServer status = StatusServer.start(configuration.topology().http(), metrics, topologies::isReady);
        topologies.start();
        return new TopologyRun(topologies, status);
    }

    /** The topics as this configuration names and partitions them. */
    public static Topics topics(final Configuration configuration) {
        return new Topics(Topics.DEFAULT_PREFIX, configuration.kafka().partitions(), Topics.DEFAULT_HORIZON);
    }

    private static RunnerConfig config(final Configuration configuration, final String application) {
        final TopologySettings topology = configuration.topology();
        final Map<String, String> client = new HashMap<>();
        configuration.kafka().clientProperties().forEach((key, value) -> client.put(key, value.toString()));
        final int replication = configuration.kafka().replication();
        return new RunnerConfig(
                application,
                topology.instance(),
                configuration.kafka().bootstrap(),
                topology.state().resolve(application),
                topology.threads(),
                replication,
                topology.commitInterval(),
                replication == 1 ? SESSION_ON_ONE_BROKER : RunnerConfig.DEFAULT_SESSION_TIMEOUT,
                RESTARTS,
                RESTART_WINDOW,
                client);
    }

    /** True while both process. */
    public boolean isReady() {
        return topologies.isReady();
    }

    /** @return completed with a sentence when the production topology has ended by itself */
    public CompletableFuture<@Nullable String> end() {
        return topologies.end();
    }

    @Override
    public void close() {
        topologies.close();
        status.close();
    }
}
