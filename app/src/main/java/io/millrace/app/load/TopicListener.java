package io.millrace.app.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows all partitions of a topic on a thread of its own, from where it ends now. */
public final class TopicListener implements AutoCloseable {
    private static final long STARTS_WITHIN_S = 20;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final LongSupplier clockNs;
    private final Taker taker;
    private final Thread thread;
    private final CountDownLatch standing = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    /** What is done with a record, on the listener's thread. */
    @FunctionalInterface
    public interface Taker {
        /** @param readNs when the consumer had it, nanoseconds since the epoch */
        void take(ConsumerRecord<byte[], byte[]> message, long readNs);
    }

    /** @param committedOnly the isolation level: read_committed or read_uncommitted */
    public TopicListener(
            final Map<String, Object> client,
            final String topic,
            final boolean committedOnly,
            final LongSupplier clockNs,
            final Taker taker) {
        this.topic = topic;
        this.clockNs = clockNs;
        this.taker = taker;
        final Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", committedOnly ? "read_committed" : "read_uncommitted");
        settings.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread = new Thread(this::listen, "load-" + topic + (committedOnly ? "-committed" : ""));
        thread.setDaemon(true);
    }

    /** Returns when it hears what comes from now on. */
    public void start() throws InterruptedException {
        thread.start();
        if (!standing.await(STARTS_WITHIN_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a consumer of " + topic + " has not started within " + STARTS_WITHIN_S
                    + " s: check that Kafka answers");
        }
        check();
    }

    /** @throws RuntimeException why it listens no more, if so */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void listen() {
        try {
            final List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            standing.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                final var records = consumer.poll(POLL);
                final long readNs = clockNs.getAsLong();
                records.forEach(message -> taker.take(message, readNs));
            }
        } catch (final WakeupException closed) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException e) {
            failure = e;
        } finally {
            standing.countDown();
        }
    }

    /** A topic just made may not be known to the broker that is asked. */
    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        while (found.isEmpty()) {
            LockSupport.parkNanos(LOOK_NS);
            found = consumer.partitionsFor(topic);
        }
        return found.stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STARTS_WITHIN_S));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            consumer.close();
        }
    }
}
