package io.millrace.app.replay;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.EventStamp;
import io.millrace.core.event.Fact;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies live events, byte for byte and with the broker's times, into the one partition of a replay: in an order that is
 * the same each time, see {@link Merge}. On its caller's thread.
 */
final class EventCopy {
    private static final String SOURCE = "replay";
    private static final byte[] NO_MACHINE = {};
    private static final int AHEAD_AT_MOST = 20_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Live live;
    private final String into;
    private final @Nullable List<Fact.Definition> definitions;
    private final Progress progress;
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    private long copied;

    /**
     * @param into topic of one partition
     * @param definitions come first and instead of those among the events; null leaves the events as they are
     */
    EventCopy(
            final Live live,
            final String into,
            final @Nullable List<Fact.Definition> definitions,
            final Progress progress) {
        this.live = live;
        this.into = into;
        this.definitions = definitions;
        this.progress = progress;
    }

    /** @return events copied, definitions of its own not counted */
    long copy(final Stretch stretch) {
        final Map<String, Object> reading = new HashMap<>(live.client());
        reading.put("enable.auto.commit", "false");
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "none");
        final Map<String, Object> writing = new HashMap<>(live.client());
        writing.put("acks", "all");
        writing.put("enable.idempotence", "true");
        writing.put("linger.ms", "5");
        writing.put("batch.size", Integer.toString(256 * 1024));
        writing.put("max.request.size", Integer.toString(64 << 20));
        try (KafkaConsumer<byte[], byte[]> from =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> to =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            from.assign(stretch.first().keySet());
            stretch.first().forEach(from::seek);
            merge(from, to, stretch);
            to.flush();
            check();
        }
        return copied;
    }

    private void merge(
            final KafkaConsumer<byte[], byte[]> from, final KafkaProducer<byte[], byte[]> to, final Stretch stretch) {
        final Merge merge = new Merge(
                stretch.end().keySet().stream().map(TopicPartition::partition).toList(), Meetings.of(live, stretch));
        final Set<TopicPartition> open = new HashSet<>(stretch.end().keySet());
        endReached(from, open, stretch, merge);
        boolean begun = false;
        while (!merge.isDone()) {
            for (final ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                if (record.offset() < end(stretch, new TopicPartition(record.topic(), record.partition()))) {
                    merge.add(record);
                }
            }
            endReached(from, open, stretch, merge);
            for (ConsumerRecord<byte[], byte[]> next = merge.next(); next != null; next = merge.next()) {
                if (!begun) {
                    define(to, next.timestamp());
                    begun = true;
                }
                send(to, next);
            }
            check();
            progress.at(copied);
        }
    }

    /** A partition that is far ahead of the others, or at its end, is not read from for now. */
    private static void endReached(
            final KafkaConsumer<byte[], byte[]> from,
            final Set<TopicPartition> open,
            final Stretch stretch,
            final Merge merge) {
        for (final TopicPartition one : Set.copyOf(open)) {
            if (from.position(one) >= end(stretch, one)) {
                open.remove(one);
                merge.end(one.partition());
                from.pause(Set.of(one));
            } else if (merge.waiting(one.partition()) > AHEAD_AT_MOST) {
                from.pause(Set.of(one));
            } else {
                from.resume(Set.of(one));
            }
        }
    }

    private static long end(final Stretch stretch, final TopicPartition one) {
        return stretch.end().getOrDefault(one, 0L);
    }

    private void send(final KafkaProducer<byte[], byte[]> to, final ConsumerRecord<byte[], byte[]> record) {
        if (definitions == null || !isDefinition(record)) {
            send(to, record.timestamp(), record.key(), record.value());
            copied++;
        }
    }

    private void define(final KafkaProducer<byte[], byte[]> to, final long timestampMs) {
        if (definitions != null) {
            definitions.forEach(one -> send(to, timestampMs, NO_MACHINE, encoded(one)));
        }
    }

    private void send(
            final KafkaProducer<byte[], byte[]> to,
            final long timestampMs,
            final byte @Nullable [] key,
            final byte @Nullable [] value) {
        to.send(new ProducerRecord<>(into, 0, timestampMs, key, value), (metadata, exception) -> {
            if (exception != null) {
                refused.compareAndSet(null, exception);
            }
        });
    }

    private void check() {
        final Exception why = refused.get();
        if (why != null) {
            throw new Failure(
                    ExitCode.FAILED,
                    "Kafka did not take the copy of an event on " + into + ": " + why.getMessage(),
                    why);
        }
    }

    private static byte[] encoded(final Fact.Definition definition) {
        final long fromNs = definition.effectiveFromNs();
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = new EventEncoder()
                .encode(new Event(EventHead.of(SOURCE, SOURCE, "", fromNs, fromNs), definition), buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** By its empty key; what is no event is copied as it is: the topologies have to find that out again. */
    private static boolean isDefinition(final ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && (record.key() == null || record.key().length == 0)
                && EventStamp.isEvent(new UnsafeBuffer(record.value()), 0, record.value().length);
    }
}
