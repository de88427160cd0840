package io.millrace.app.config;

import io.millrace.app.plant.Plant;
import java.util.List;

/** All of {@code millrace.yaml} and the master data it names. */
public record Configuration(
        GatewaySettings gateway,
        JournalSettings journal,
        KafkaSettings kafka,
        TopologySettings topology,
        Plant plant,
        List<SourceSettings> sources) {
    public Configuration {
        sources = List.copyOf(sources);
    }
}
