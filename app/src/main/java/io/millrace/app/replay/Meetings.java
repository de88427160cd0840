package io.millrace.app.replay;

import io.millrace.app.kafka.TopicReader;
import io.millrace.topology.record.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the machines' news met at the operations they share. It is no part of the events, since machines lie in several
 * partitions; the live topologies have left it in the topic that joins their two halves. Not thread-safe.
 */
final class Meetings {
    /** An event as its consequences know it: its machine, and the broker's time in milliseconds. */
    record Cause(String machine, long timeMs) {}

    private final Map<String, Deque<Cause>> byOperation = new HashMap<>();
    private final Map<Cause, List<Deque<Cause>>> byCause = new HashMap<>();

    /** As far as the live topologies have come. */
    static Meetings of(final Live live, final Stretch stretch) {
        final Meetings meetings = new Meetings();
        new TopicReader(live.client()).readAll(List.of(live.topics().operations()), record -> {
            if (record.timestamp() >= stretch.sinceMs() && record.timestamp() <= stretch.untilMs()) {
                final @Nullable String machine = machineOf(record);
                if (machine != null) {
                    meetings.add(record.key(), new Cause(machine, record.timestamp()));
                }
            }
        });
        return meetings;
    }

    private static @Nullable String machineOf(final ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() == null || record.key() == null
                    ? null
                    : Json.operationProgress(record.value()).machine();
        } catch (final IllegalArgumentException noProgress) {
            return null; // a clock; the live topologies have a dead letter of anything else
        }
    }

    /** In the order of an operation's news. */
    void add(final String operation, final Cause cause) {
        final Deque<Cause> line = byOperation.computeIfAbsent(operation, key -> new ArrayDeque<>());
        if (!cause.equals(line.peekLast())) {
            line.add(cause);
            byCause.computeIfAbsent(cause, key -> new ArrayList<>(1)).add(line);
        }
    }

    /** @return false if news of another machine met an operation before what this event causes, and has not passed yet */
    boolean isNext(final Cause cause) {
        for (final Deque<Cause> line : byCause.getOrDefault(cause, List.of())) {
            if (!cause.equals(line.peek())) {
                return false;
            }
        }
        return true;
    }

    /** Takes note that the event has passed, whether it was next or not. */
    void pass(final Cause cause) {
        final List<Deque<Cause>> lines = byCause.get(cause);
        if (lines == null) {
            return;
        }
        for (final Deque<Cause> line : List.copyOf(lines)) {
            if (cause.equals(line.peek())) {
                line.remove();
                lines.remove(line);
            }
        }
        if (lines.isEmpty()) {
            byCause.remove(cause);
        }
    }

    /** Gives up what stands before this one: its events do not come, or not in an order that can be kept. */
    void yield(final Cause cause) {
        for (final Deque<Cause> line : List.copyOf(byCause.getOrDefault(cause, List.of()))) {
            while (!cause.equals(line.peek())) {
                pass(Objects.requireNonNull(line.peek()));
            }
        }
    }
}
