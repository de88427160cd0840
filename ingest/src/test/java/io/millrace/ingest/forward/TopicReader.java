package io.millrace.ingest.forward;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all that a topic holds, markers included. */
public final class TopicReader {
    private TopicReader() {}

    public static List<ConsumerRecord<byte[], byte[]>> readAll(final String bootstrap, final String topic) {
        final Map<String, Object> properties = Map.of("bootstrap.servers", bootstrap);
        final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            final List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            final Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The texts of a topic, in the order of each partition, without markers. */
    public static List<String> texts(final String bootstrap, final String topic) {
        return readAll(bootstrap, topic).stream()
                .filter(r -> r.value() != null)
                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The events of a topic, in the order of each partition, without markers. */
    public static List<Event> events(final String bootstrap, final String topic) {
        final EventDecoder decoder = new EventDecoder();
        return readAll(bootstrap, topic).stream()
                .filter(r -> r.value() != null)
                .map(r -> decoder.decode(new UnsafeBuffer(r.value()), 0))
                .toList();
    }
}
