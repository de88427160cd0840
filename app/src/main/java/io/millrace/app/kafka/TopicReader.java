package io.millrace.app.kafka;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/** Reads topics without a consumer group: only what is committed, every partition. Blocks its caller's thread. */
public final class TopicReader {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private static final long PROGRESS_EVERY = 100_000;

    private final Map<String, Object> settings;
    private final Progress progress;

    /** Told now and then how far a long reading is. */
    @FunctionalInterface
    public interface Progress {
        Progress NONE = (records, of) -> {};

        /** @param of how many there are to read, at most: some numbers stand for no record */
        void read(long records, long of);
    }

    /** @param client address and security of the cluster, as for any Kafka client */
    public TopicReader(final Map<String, Object> client) {
        this(client, Progress.NONE);
    }

    /**
     * @param client address and security of the cluster, as for any Kafka client
     * @param progress called on the reading thread, about once every 100,000 records
     */
    public TopicReader(final Map<String, Object> client, final Progress progress) {
        this.progress = progress;
        settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.put("fetch.max.wait.ms", "100");
        settings.put("reconnect.backoff.max.ms", "500");
        settings.put("default.api.timeout.ms", Long.toString(ANSWER_WITHIN.toMillis()));
    }

    /**
     * Reads everything that is there now.
     *
     * @param each called for each record, in order within a partition
     * @throws Failure if the broker does not answer or a topic is not there
     */
    public void readAll(final Collection<String> topics, final Consumer<ConsumerRecord<String, byte[]>> each) {
        ask(consumer -> read(consumer, partitions(consumer, topics), each));
    }

    /**
     * Reads everything that is there now in the partitions that hold a key; also other keys' records, which lie there too.
     *
     * @param each called for each record, in order within a topic
     * @throws Failure if the broker does not answer or a topic is not there
     */
    public void readPartitionOf(
            final String key, final Collection<String> topics, final Consumer<ConsumerRecord<String, byte[]>> each) {
        ask(consumer -> {
            final List<TopicPartition> chosen = new ArrayList<>();
            for (final String topic : topics) {
                final List<TopicPartition> all = partitions(consumer, List.of(topic));
                chosen.add(new TopicPartition(topic, partitionOf(key, all.size())));
            }
            read(consumer, chosen, each);
        });
    }

    /** Kafka's default for records with a key. */
    static int partitionOf(final String key, final int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /**
     * From when the partitions are kept of which the beginning has been deleted.
     *
     * @return milliseconds since the epoch, by the records' timestamps; the largest number for a partition with nothing left
     * @throws Failure if the broker does not answer or a topic is not there
     */
    public Map<TopicPartition, Long> shortened(final Collection<String> topics) {
        final Map<TopicPartition, Long> keptFromMs = new HashMap<>();
        ask(consumer -> {
            consumer.beginningOffsets(partitions(consumer, topics)).forEach((partition, first) -> {
                if (first > 0) {
                    keptFromMs.put(partition, 0L);
                }
            });
            consumer.offsetsForTimes(keptFromMs)
                    .forEach((partition, first) ->
                            keptFromMs.put(partition, first == null ? Long.MAX_VALUE : first.timestamp()));
        });
        return keptFromMs;
    }

    /** @return those of the topics that are there */
    public List<String> existing(final Collection<String> topics) {
        final List<String> existing = new ArrayList<>();
        ask(consumer -> existing.addAll(consumer.listTopics().keySet()));
        existing.retainAll(topics);
        return existing;
    }

    private void read(
            final KafkaConsumer<String, byte[]> consumer,
            final List<TopicPartition> partitions,
            final Consumer<ConsumerRecord<String, byte[]>> each) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        final Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        final Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        final long all = partitions.stream()
                .mapToLong(one -> ends.get(one) - beginnings.get(one))
                .sum();
        long records = 0;
        while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
            final long before = records;
            for (final ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                each.accept(record);
                records++;
            }
            if (before / PROGRESS_EVERY != records / PROGRESS_EVERY) {
                progress.read(records, all);
            }
        }
    }

    private void ask(final Consumer<KafkaConsumer<String, byte[]>> question) {
        try (KafkaConsumer<String, byte[]> consumer = open()) {
            question.accept(consumer);
        } catch (final TimeoutException silent) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "Kafka at " + settings.get("bootstrap.servers") + " does not answer: check that it runs there",
                    silent);
        }
    }

    /**
     * Follows topics until told to stop, through any absence of the broker.
     *
     * @param fromBeginning or only what comes from now on
     */
    public void follow(
            final Collection<String> topics,
            final boolean fromBeginning,
            final BooleanSupplier goesOn,
            final Consumer<ConsumerRecord<String, byte[]>> each) {
        try (KafkaConsumer<String, byte[]> consumer = open()) {
            final List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            while (goesOn.getAsBoolean()) {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
            }
        }
    }

    private KafkaConsumer<String, byte[]> open() {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(
            final KafkaConsumer<String, byte[]> consumer, final Collection<String> topics) {
        final List<TopicPartition> partitions = new ArrayList<>();
        for (final String topic : topics) {
            final List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "there is no topic " + topic + ": start `millrace topology` once, it makes the topics");
            }
            found.forEach(one -> partitions.add(new TopicPartition(one.topic(), one.partition())));
        }
        return partitions;
    }
}
