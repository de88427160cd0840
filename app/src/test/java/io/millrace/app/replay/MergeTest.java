package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class MergeTest {
    private final Merge merge = new Merge(List.of(0, 1));

    @Test
    void shouldFollowTheBrokersTimesAndTakeTheLowerPartitionFirst() {
        add(1, 10, 20, 30);
        add(0, 10, 25);
        merge.end(0);
        merge.end(1);

        assertThat(taken()).containsExactly("0@10", "1@10", "1@20", "0@25", "1@30");
        assertThat(merge.isDone()).isTrue();
    }

    @Test
    void shouldWaitForAPartitionThatMayStillHaveAnEarlierOne() {
        add(1, 10, 20);

        assertThat(taken()).isEmpty();
        add(0, 15);
        assertThat(taken()).containsExactly("1@10", "0@15");
        assertThat(merge.isDone()).isFalse();
        merge.end(0);
        assertThat(taken()).containsExactly("1@20");
    }

    @Test
    void shouldKeepAPartitionsOwnOrderWhateverItsTimesAre() {
        add(0, 50, 10);
        add(1, 20);
        merge.end(0);
        merge.end(1);

        assertThat(taken()).containsExactly("1@20", "0@50", "0@10");
    }

    private void add(final int partition, final long... times) {
        for (final long time : times) {
            merge.add(new ConsumerRecord<>(
                    "events",
                    partition,
                    0,
                    time,
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    new byte[0],
                    new byte[0],
                    new RecordHeaders(),
                    Optional.empty()));
        }
    }

    private List<String> taken() {
        final List<String> taken = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> next = merge.next(); next != null; next = merge.next()) {
            taken.add(next.partition() + "@" + next.timestamp());
        }
        return taken;
    }
}
