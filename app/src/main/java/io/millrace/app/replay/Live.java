package io.millrace.app.replay;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.TopologySettings;
import io.millrace.app.run.TopologyRun;
import io.millrace.topology.topic.Topics;
import java.util.Map;

/**
 * What a replay is held against.
 *
 * @param client address and security of the cluster, as for any Kafka client
 * @param application id of the production topology that runs there
 */
public record Live(Map<String, Object> client, Topics topics, String application) {
    public Live {
        client = Map.copyOf(client);
    }

    public static Live of(final Configuration configuration) {
        return new Live(
                configuration.kafka().clientProperties(),
                TopologyRun.topics(configuration),
                configuration.topology().applicationId());
    }

    /** The same with another application. */
    public Live withApplication(final String other) {
        return new Live(client, topics, other);
    }

    /** A cluster without TLS and SASL, with the usual names. */
    public static Live at(final String bootstrap) {
        return new Live(
                Map.of("bootstrap.servers", bootstrap), Topics.standard(), TopologySettings.DEFAULT_APPLICATION_ID);
    }
}
