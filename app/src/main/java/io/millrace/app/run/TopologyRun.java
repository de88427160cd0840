package io.millrace.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.TopologySettings;
import io.millrace.app.http.StatusServer;
import io.millrace.topology.analytics.AnalyticsTopology;
import io.millrace.topology.production.Conservation;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.run.StreamsRunner;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Both topologies with their metrics, as configured: applications of their own that happen to share a process. */
public final class TopologyRun implements AutoCloseable {
    private static final Duration SESSION_ON_ONE_BROKER = Duration.ofSeconds(3);
    private static final int RESTARTS = 20;
    private static final Duration RESTART_WINDOW = Duration.ofMinutes(5);

    private final StreamsRunner production;
    private final StreamsRunner analytics;
    private final StatusServer status;

    private TopologyRun(final StreamsRunner production, final StreamsRunner analytics, final StatusServer status) {
        this.production = production;
        this.analytics = analytics;
        this.status = status;
    }

    public static TopologyRun start(final Configuration configuration) throws IOException {
        final Topics topics = topics(configuration);
        final String application = configuration.topology().applicationId();
        final Conservation conservation = new Conservation();
        final StreamsRunner production = new StreamsRunner(
                config(configuration, application),
                ProductionTopology.build(topics, application, conservation),
                topics.specs());
        final String analysis = application + "-analytics";
        final StreamsRunner analytics = new StreamsRunner(
                config(configuration, analysis), AnalyticsTopology.build(topics, analysis), topics.specs());
        final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        conservation.bindTo(metrics);
        production.bindTo(metrics);
        analytics.bindTo(metrics);
        final StatusServer status = StatusServer.start(
                configuration.topology().http(), metrics, () -> production.isReady() && analytics.isReady());
        production.start();
        analytics.start();
        return new TopologyRun(production, analytics, status);
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
                1,
                replication,
                topology.commitInterval(),
                replication == 1 ? SESSION_ON_ONE_BROKER : RunnerConfig.DEFAULT_SESSION_TIMEOUT,
                RESTARTS,
                RESTART_WINDOW,
                client);
    }

    /** True while both process. */
    public boolean isReady() {
        return production.isReady() && analytics.isReady();
    }

    /** @return completed with a sentence when one of them has ended by itself */
    public CompletableFuture<Object> end() {
        return CompletableFuture.anyOf(production.end(), analytics.end());
    }

    @Override
    public void close() {
        production.close();
        analytics.close();
        status.close();
    }
}
