package io.millrace.app.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Of which partitions retention has deleted the beginning, and from when they are kept. Immutable. */
public final class Retention {
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final TreeMap<TopicPartition, Long> keptFromMs = new TreeMap<>(ORDER);

    /**
     * @param keptFromMs of the partitions whose beginning is deleted: milliseconds since the epoch by the records' timestamps, the
     *     largest number where nothing is left
     */
    public Retention(final Map<TopicPartition, Long> keptFromMs) {
        this.keptFromMs.putAll(keptFromMs);
    }

    /** True if everything that was ever written there is still there. */
    boolean isWhole(final String topic, final int partition) {
        return !keptFromMs.containsKey(new TopicPartition(topic, partition));
    }

    boolean isWhole(final String topic) {
        return keptFromMs.keySet().stream().noneMatch(one -> one.topic().equals(topic));
    }

    /** @return milliseconds since the epoch; the smallest number for a partition that is whole */
    long keptFromMs(final String topic, final int partition) {
        return keptFromMs.getOrDefault(new TopicPartition(topic, partition), Long.MIN_VALUE);
    }

    /** A sentence for each topic that is not whole. */
    List<String> sentences() {
        final Map<String, Long> fromMs = new TreeMap<>();
        final Map<String, Integer> partitions = new TreeMap<>();
        keptFromMs.forEach((partition, from) -> {
            fromMs.merge(partition.topic(), from, Math::min);
            partitions.merge(partition.topic(), 1, Integer::sum);
        });
        final List<String> sentences = new ArrayList<>();
        fromMs.forEach((topic, from) -> sentences.add(
                topic + ": retention has deleted the beginning of " + partitions.get(topic) + " partitions; "
                        + (from == Long.MAX_VALUE
                                ? "nothing is left of them"
                                : "the oldest record left is of " + Instant.ofEpochMilli(from))));
        return sentences;
    }
}
