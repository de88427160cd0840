package io.millrace.app.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.analytics.AnalyticsTopology;
import io.millrace.topology.production.Conservation;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.run.StreamsRunner;
import io.millrace.topology.topic.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Both topologies: applications of their own that happen to share a process. What runs live and what a replay runs is this, so
 * there is one set of rules.
 */
public final class Topologies implements MeterBinder, AutoCloseable {
    /** Figures are said twice a minute at most: transactions as short as the confirmations' would only cost. */
    private static final Duration ANALYTICS_COMMIT = Duration.ofSeconds(1);

    private final Conservation conservation = new Conservation();
    private final StreamsRunner production;
    private final StreamsRunner analytics;

    /**
     * @param application id of the production topology; see {@link #analyticsOf}
     * @param rejected what happens to confirmations that the ERP refuses
     * @param config of the application with that id
     */
    public Topologies(
            final Topics topics,
            final String application,
            final RejectedPolicy rejected,
            final Function<String, RunnerConfig> config) {
        final String analysis = analyticsOf(application);
        production = new StreamsRunner(
                config.apply(application),
                ProductionTopology.build(topics, application, rejected, conservation),
                topics.specs());
        final RunnerConfig ofAnalytics = config.apply(analysis);
        analytics = new StreamsRunner(
                ofAnalytics.commitInterval().compareTo(ANALYTICS_COMMIT) < 0
                        ? ofAnalytics.withCommitInterval(ANALYTICS_COMMIT)
                        : ofAnalytics,
                AnalyticsTopology.build(topics, analysis),
                topics.specs());
    }

    /** @return the application id of the analytics that goes with a production topology */
    public static String analyticsOf(final String application) {
        return application + "-analytics";
    }

    /**
     * Returns at once; see {@link #isReady()}. The analytics start when the production topology processes: what they restore, which is
     * most of all state, keeps no confirmation waiting.
     */
    public void start() {
        production.running().thenRun(analytics::start);
        production.start();
    }

    /** True while both process; an analytics topology that has ended by itself is not waited for. */
    public boolean isReady() {
        return production.isReady() && (analytics.isReady() || analytics.end().isDone());
    }

    /**
     * Completed with a sentence when the production topology has ended by itself. The analytics never ends the other: confirmations go
     * on without figures, and {@code millrace_topology_ready} says so.
     */
    public CompletableFuture<@Nullable String> end() {
        return production.end();
    }

    /** Completed with a sentence when either has ended by itself. */
    public CompletableFuture<Object> firstEnd() {
        return CompletableFuture.anyOf(production.end(), analytics.end());
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        conservation.bindTo(registry);
        production.bindTo(registry);
        analytics.bindTo(registry);
    }

    /** Commits what is processed and leaves; blocks up to 40 s. */
    @Override
    public void close() {
        production.close();
        analytics.close();
    }
}
