package io.millrace.app.replay;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which of the live events are replayed: all that are kept, up to the newest there was at the start. What the topologies say bears
 * the broker's time of the event that made them say it, so statements can be cut at the same times.
 *
 * @param first offset of each partition
 * @param end offset behind the last of each partition
 * @param sinceMs broker's time from which on every partition is whole; {@link Long#MIN_VALUE} if nothing was ever deleted
 * @param untilMs broker's time of the newest event
 * @param replication copies of each partition
 */
record Stretch(
        Map<TopicPartition, Long> first, Map<TopicPartition, Long> end, long sinceMs, long untilMs, short replication) {

    /** @throws Failure if there is nothing to replay */
    static Stretch of(final Admin admin, final String topic) throws ExecutionException, InterruptedException {
        final TopicDescription events = describe(admin, topic);
        final List<TopicPartition> partitions = events.partitions().stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
        final Map<TopicPartition, ListOffsetsResultInfo> newest =
                ask(admin, partitions, one -> OffsetSpec.maxTimestamp());
        final long untilMs = newest.values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
        if (untilMs < 0) {
            throw new Failure(ExitCode.FAILED, topic + " is empty: there is nothing to replay");
        }
        final Map<TopicPartition, ListOffsetsResultInfo> earliest =
                ask(admin, partitions, one -> OffsetSpec.earliest());
        final Map<TopicPartition, ListOffsetsResultInfo> oldest =
                ask(admin, partitions, one -> OffsetSpec.forTimestamp(0));
        // Asked for in this order: what comes in between is later than the newest, or is found by its time.
        final Map<TopicPartition, ListOffsetsResultInfo> latest = ask(admin, partitions, one -> OffsetSpec.latest());
        final Map<TopicPartition, ListOffsetsResultInfo> later =
                ask(admin, partitions, one -> OffsetSpec.forTimestamp(untilMs + 1));
        final Map<TopicPartition, Long> first = new HashMap<>();
        final Map<TopicPartition, Long> end = new HashMap<>();
        long sinceMs = Long.MIN_VALUE;
        for (final TopicPartition one : partitions) {
            first.put(one, earliest.get(one).offset());
            end.put(
                    one,
                    later.get(one).offset() >= 0
                            ? later.get(one).offset()
                            : latest.get(one).offset());
            if (earliest.get(one).offset() > 0) {
                sinceMs = Math.max(sinceMs, oldest.get(one).timestamp());
            }
        }
        final int replication = events.partitions().get(0).replicas().size();
        return new Stretch(Map.copyOf(first), Map.copyOf(end), sinceMs, untilMs, (short) replication);
    }

    private static TopicDescription describe(final Admin admin, final String topic)
            throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "there is no topic " + topic + ": check that this is the cluster that the gateway writes to",
                        e);
            }
            throw e;
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ask(
            final Admin admin, final List<TopicPartition> partitions, final Function<TopicPartition, OffsetSpec> what)
            throws ExecutionException, InterruptedException {
        final Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(one -> question.put(one, what.apply(one)));
        return admin.listOffsets(question).all().get();
    }

    /** At most so many events. */
    long events() {
        return end.entrySet().stream()
                .mapToLong(one -> one.getValue() - first.getOrDefault(one.getKey(), 0L))
                .sum();
    }

    /** True if events before {@link #sinceMs} are no longer kept. */
    boolean isCut() {
        return sinceMs != Long.MIN_VALUE;
    }
}
