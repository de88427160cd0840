package io.millrace.topology.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a topology needs to run.
 *
 * @param application its application id: consumer group, prefix of its changelogs and transactional ids
 * @param instance of the application, the same at every start: a restart then takes over its own partitions at once
 * @param bootstrapServers of the Kafka cluster
 * @param stateDirectory where the stores lie; losing it costs time only, the changelogs rebuild it
 * @param threads of the topology, each with partitions of its own
 * @param replication copies of each topic and changelog, 1 on a single broker
 * @param commitInterval how often a transaction is committed: what was said becomes visible then
 * @param sessionTimeout after which a silent instance's partitions go to another; the broker has a lower bound for it
 * @param restartsAllowed threads replaced after a failure within {@code restartWindow}; one more ends the topology
 * @param client further Kafka client settings, for TLS and SASL
 */
public record RunnerConfig(
        String application,
        String instance,
        String bootstrapServers,
        Path stateDirectory,
        int threads,
        int replication,
        Duration commitInterval,
        Duration sessionTimeout,
        int restartsAllowed,
        Duration restartWindow,
        Map<String, String> client) {

    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(20);
    public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(10);

    public RunnerConfig {
        client = Map.copyOf(client);
        if (application.isBlank() || instance.isBlank() || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("application, instance and bootstrap servers must be named");
        }
        if (threads < 1 || replication < 1 || restartsAllowed < 0) {
            throw new IllegalArgumentException("threads and replication start at 1, restarts at 0");
        }
    }

    /** The defaults of a cluster. */
    public static RunnerConfig of(
            final String application, final String instance, final String bootstrapServers, final Path stateDirectory) {
        return new RunnerConfig(
                application,
                instance,
                bootstrapServers,
                stateDirectory,
                1,
                3,
                DEFAULT_COMMIT_INTERVAL,
                DEFAULT_SESSION_TIMEOUT,
                10,
                Duration.ofMinutes(5),
                Map.of());
    }

    /** The same with transactions of another length. */
    public RunnerConfig withCommitInterval(final Duration newCommitInterval) {
        return new RunnerConfig(
                application,
                instance,
                bootstrapServers,
                stateDirectory,
                threads,
                replication,
                newCommitInterval,
                sessionTimeout,
                restartsAllowed,
                restartWindow,
                client);
    }

    /** The same on a single broker: no copies, and a session that a test or a demo does not wait for. */
    public RunnerConfig onOneBroker() {
        return new RunnerConfig(
                application,
                instance,
                bootstrapServers,
                stateDirectory,
                threads,
                1,
                commitInterval,
                Duration.ofSeconds(3),
                restartsAllowed,
                restartWindow,
                client);
    }
}
