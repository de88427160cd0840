package io.millrace.topology.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.topic.Topics;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/** Confirmations wait for no figure: what production reads is known, and analytics writes none of it. */
class AnalyticsApartTest {
    private final Topics topics = Topics.standard();

    @Test
    void shouldLetProductionReadOnlyWhatNoFigureGoesInto() {
        assertThat(read(ProductionTopology.build(topics, "production")))
                .containsExactlyInAnyOrder(
                        topics.events(),
                        topics.operations(),
                        topics.confirmations(),
                        topics.postings(),
                        topics.postingChanges());
    }

    @Test
    void shouldLetAnalyticsReadOnlyWhatProductionSaysForEveryone() {
        final Set<String> read = read(AnalyticsTopology.build(topics, "analytics"));
        assertThat(read).isNotEmpty().doesNotContain(topics.events(), topics.operations(), topics.postingChanges());
    }

    private static Set<String> read(final Topology topology) {
        final Set<String> read = new TreeSet<>();
        topology.describe().subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(TopologyDescription.Source.class::isInstance)
                .map(TopologyDescription.Source.class::cast)
                .forEach(source -> read.addAll(source.topicSet()));
        return read;
    }
}
