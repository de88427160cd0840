package io.millrace.topology.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Kafka may forget: never what was told, and of what stands only what was said before. */
class TopicsTest {
    private final Topics topics = Topics.standard();
    private final Map<String, Map<String, String>> configs =
            topics.specs().stream().collect(Collectors.toMap(TopicSpec::name, TopicSpec::config));

    @Test
    void shouldKeepTheNewestOfWhatSaysHowThingsStand() {
        for (final String topic : List.of(
                topics.orderStatus(),
                topics.machineStatus(),
                topics.balances(),
                topics.postingStatus(),
                topics.postingAccuracy())) {
            assertThat(configs.get(topic)).as(topic).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void shouldForgetNothingOfWhatWasTold() {
        assertThat(configs.get(topics.confirmations()))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1");
    }
}
