package io.millrace.app.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Several partitions as one: in the order in which the broker took the records, of equal times the lower partition first, but
 * machines that share an operation in the order in which their news met; within a partition always its own order. Not thread-safe.
 */
final class Merge {
    private record Waiting(ConsumerRecord<byte[], byte[]> event, Meetings.Cause cause) {
        static Waiting of(final ConsumerRecord<byte[], byte[]> event) {
            final byte[] key = event.key();
            final String machine = key == null ? "" : new String(key, StandardCharsets.UTF_8);
            return new Waiting(event, new Meetings.Cause(machine, event.timestamp()));
        }
    }

    private static final class Line {
        final Queue<Waiting> waiting = new ArrayDeque<>();
        boolean ended;
    }

    private final Map<Integer, Line> lines = new TreeMap<>();
    private final Meetings meetings;

    Merge(final Iterable<Integer> partitions, final Meetings meetings) {
        this.meetings = meetings;
        partitions.forEach(partition -> lines.put(partition, new Line()));
    }

    /** Of each partition in its order, before its {@link #end}. */
    void add(final ConsumerRecord<byte[], byte[]> record) {
        line(record.partition()).waiting.add(Waiting.of(record));
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
        Line free = null;
        for (final Line line : lines.values()) {
            final Waiting head = line.waiting.peek();
            if (head == null) {
                if (!line.ended) {
                    return null;
                }
            } else {
                first = earlier(first, line);
                free = meetings.isNext(head.cause()) ? earlier(free, line) : free;
            }
        }
        return first == null ? null : taken(first, free);
    }

    private ConsumerRecord<byte[], byte[]> taken(final Line first, final @Nullable Line free) {
        final Line line = free == null ? first : free;
        final Waiting next = line.waiting.remove();
        if (free == null) {
            meetings.yield(next.cause());
        }
        meetings.pass(next.cause());
        return next.event();
    }

    private static Line earlier(final @Nullable Line so, final Line line) {
        return so == null || timeMs(line) < timeMs(so) ? line : so;
    }

    private static long timeMs(final Line line) {
        return line.waiting.element().event().timestamp();
    }

    private Line line(final int partition) {
        final Line line = lines.get(partition);
        if (line == null) {
            throw new IllegalArgumentException("partition " + partition + " is not merged");
        }
        return line;
    }
}
