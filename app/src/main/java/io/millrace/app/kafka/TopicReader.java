package io.millrace.app.kafka;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
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

/** Reads topics without a consumer group: only what is committed, every partition. Blocks its caller's thread. */
public final class TopicReader {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final Map<String, Object> settings;

    /** @param client address and security of the cluster, as for any Kafka client */
    public TopicReader(final Map<String, Object> client) {
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
        try (KafkaConsumer<String, byte[]> consumer = open()) {
            final List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            final Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
            }
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
