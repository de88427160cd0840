package io.millrace.app.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    @Test
    void shouldLookForAKeyWhereProducersPutIt() {
        for (int machine = 0; machine < 100; machine++) {
            final String key = "acme/berlin/prüfung/line1/press" + machine;
            assertThat(TopicReader.partitionOf(key, 12))
                    .as(key)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), 12));
        }
    }
}
