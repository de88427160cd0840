package io.millrace.app.replay;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Several partitions as one: in the order in which the broker took the records, of equal times the lower partition first; within a
 * partition always its own order. Not thread-safe.
 */
final class Merge {
    private static final class Line {
        final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        boolean ended;
    }

    private final Map<Integer, Line> lines = new TreeMap<>();

    Merge(final Iterable<Integer> partitions) {
        partitions.forEach(partition -> lines.put(partition, new Line()));
    }

    /** Of each partition in its order, before its {@link #end}. */
    void add(final ConsumerRecord<byte[], byte[]> record) {
        line(record.partition()).waiting.add(record);
    }

    /** Nothing more comes of this partition. */
    void end(final int partition) {
        line(partition).ended = true;
    }

    int waiting(final int partition) {
        return line(partition).waiting.size();
    }

    boolean isDone() {
        return lines.values().stream().allMatch(line -> line.ended && line.waiting.isEmpty());
    }

    /** @return the next record, null while a partition has none and has not ended */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        Line first = null;
        for (final Line line : lines.values()) {
            final ConsumerRecord<byte[], byte[]> head = line.waiting.peek();
            if (head == null) {
                if (!line.ended) {
                    return null;
                }
            } else if (first == null
                    || head.timestamp() < first.waiting.element().timestamp()) {
                first = line;
            }
        }
        return first == null ? null : first.waiting.poll();
    }

    private Line line(final int partition) {
        final Line line = lines.get(partition);
        if (line == null) {
            throw new IllegalArgumentException("partition " + partition + " is not merged");
        }
        return line;
    }
}
