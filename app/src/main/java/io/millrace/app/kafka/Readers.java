package io.millrace.app.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far applications have read their topics. What an application reads is asked of its group, so a new input needs no word here. */
public final class Readers implements AutoCloseable {
    /** More than a transaction's marker or two can lie behind the last record. */
    private static final long PERHAPS_MARKERS = 100;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> probe;

    public Readers(final Admin admin, final Map<String, Object> client) {
        this.admin = admin;
        final Map<String, Object> settings = new HashMap<>(client);
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        probe = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @return what the group's members read now, empty while they move or if there are none */
    public Set<TopicPartition> held(final String group) throws ExecutionException, InterruptedException {
        try {
            final ConsumerGroupDescription found = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
            return found.members().stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw e;
        }
    }

    /** @return what the group's members read, now or ever */
    public Set<TopicPartition> known(final String group) throws ExecutionException, InterruptedException {
        final Set<TopicPartition> known = new HashSet<>(held(group));
        known.addAll(committed(group).keySet());
        return known;
    }

    public Map<TopicPartition, Long> ends(final Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        final Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(one -> question.put(one, OffsetSpec.latest()));
        final Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(question).all().get().forEach((one, end) -> ends.put(one, end.offset()));
        return ends;
    }

    /** @return about how many records the group has yet to read and to commit before those offsets; 0 exactly if there are none */
    public long behind(final String group, final Map<TopicPartition, Long> until)
            throws ExecutionException, InterruptedException {
        final Map<TopicPartition, Long> committed = committed(group);
        long behind = 0;
        for (final Map.Entry<TopicPartition, Long> one : until.entrySet()) {
            final long from = committed.getOrDefault(one.getKey(), 0L);
            final long left = one.getValue() - from;
            if (left > PERHAPS_MARKERS || left > 0 && holdsRecords(one.getKey(), from, one.getValue())) {
                behind += left;
            }
        }
        return behind;
    }

    /** @return where the group's members go on after a restart; nothing of what they have not committed on yet */
    public Map<TopicPartition, Long> committed(final String group) throws ExecutionException, InterruptedException {
        final Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            final Map<TopicPartition, OffsetAndMetadata> found = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            found.forEach((one, offset) -> {
                if (offset != null) {
                    committed.put(one, offset.offset());
                }
            });
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    /** Markers of transactions have offsets too, and nobody ever commits the last one. */
    private boolean holdsRecords(final TopicPartition partition, final long from, final long until) {
        probe.assign(List.of(partition));
        probe.seek(partition, from);
        final long deadlineNs = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (probe.position(partition) < until) {
            for (final ConsumerRecord<byte[], byte[]> record : probe.poll(Duration.ofMillis(100))) {
                if (record.offset() < until) {
                    return true;
                }
            }
            if (System.nanoTime() > deadlineNs) {
                return true; // an open transaction is in the way
            }
        }
        return false;
    }

    @Override
    public void close() {
        probe.close();
    }
}
