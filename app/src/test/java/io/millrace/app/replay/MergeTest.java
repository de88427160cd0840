package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class MergeTest {
    private final Meetings meetings = new Meetings();
    private final Merge merge = new Merge(List.of(0, 1), meetings);

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

    @Test
    void shouldKeepTheOrderInWhichNewsMetAtAnOperation() {
        meet("order/1", 0, 10);
        meet("order/1", 1, 8);
        meet("order/1", 0, 30);
        meet("order/2", 1, 5);
        add(0, 9, 10, 11, 30);
        add(1, 5, 8, 12);
        merge.end(0);
        merge.end(1);

        assertThat(taken()).containsExactly("1@5", "0@9", "0@10", "1@8", "0@11", "1@12", "0@30");
    }

    @Test
    void shouldNotWaitForNewsThatNeverComes() {
        meet("order/1", 0, 7);
        meet("order/1", 1, 10);
        meet("order/1", 0, 5);
        meet("order/2", 0, 20);
        meet("order/2", 1, 15);
        add(0, 5, 20);
        add(1, 10, 15);
        merge.end(0);
        merge.end(1);

        assertThat(taken()).containsExactly("0@5", "1@10", "0@20", "1@15");
    }

    private void meet(final String operation, final int machine, final long timeMs) {
        meetings.add(operation, new Meetings.Cause("machine" + machine, timeMs));
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
                    ("machine" + partition).getBytes(StandardCharsets.UTF_8),
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
