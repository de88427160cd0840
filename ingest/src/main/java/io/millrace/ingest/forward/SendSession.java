package io.millrace.ingest.forward;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The life of one producer. Its idempotence ends with the first definite failure: then it sends nothing more, and the session is
 * thrown away with all it had under way. Left alone, a producer would begin a new epoch and let later records of a machine overtake
 * the failed one. Used by the forwarder's thread; callbacks come on the producer's.
 */
final class SendSession implements AutoCloseable {
    /** A record to send, and what to do if Kafka will never take it. */
    record Attempt(ProducerRecord<byte[], byte[]> record, Fallback fallback) {}

    /** What is sent in the place of a refused record. */
    @FunctionalInterface
    interface Fallback {
        /** @return null to send nothing instead */
        @Nullable
        Attempt instead(ProducerRecord<byte[], byte[]> refused, String reason);
    }

    /** An attempt that Kafka will never take. */
    record Refused(Outstanding outstanding, Attempt attempt, Exception reason) {}

    private final Producer<byte[], byte[]> producer;
    private final ForwardCounters counters;
    private final LongSupplier clockNs;
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Exception failure;

    SendSession(final Map<String, Object> properties, final ForwardCounters counters, final LongSupplier clockNs) {
        this(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()), counters, clockNs);
    }

    SendSession(final Producer<byte[], byte[]> producer, final ForwardCounters counters, final LongSupplier clockNs) {
        this.producer = producer;
        this.counters = counters;
        this.clockNs = clockNs;
    }

    /** Sends one record; its outcome shows in the outstanding record, in {@link #refused()} or in {@link #failure()}. */
    void send(final Outstanding outstanding, final Attempt attempt) {
        outstanding.retain();
        if (failure != null) {
            // Behind a failed record nothing goes out: it is all sent again, in order.
            return;
        }
        try {
            producer.send(attempt.record(), (metadata, error) -> onOutcome(outstanding, attempt, error));
        } catch (final RuntimeException e) {
            onOutcome(outstanding, attempt, e);
        }
    }

    private void onOutcome(final Outstanding outstanding, final Attempt attempt, final @Nullable Exception error) {
        if (error == null) {
            counters.acknowledged().increment();
            counters.durableToKafka().record(clockNs.getAsLong() - outstanding.journalledNs());
            outstanding.release();
        } else if (isHopeless(error)) {
            refused.add(new Refused(outstanding, attempt, error));
        } else if (failure == null) {
            failure = error;
            counters.sendFailures().increment();
            // Here, on whatever thread: the producer must not come to its next send.
            producer.close(Duration.ZERO);
        }
    }

    private static boolean isHopeless(final Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof SerializationException
                || error instanceof InvalidRecordException;
    }

    /** The next refused record, null if there is none. */
    @Nullable
    Refused refused() {
        return refused.poll();
    }

    /** The first definite failure, null as long as all goes well. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** Drops what is under way. */
    void abandon() {
        producer.close(Duration.ZERO);
    }

    @Override
    public void close() {
        abandon();
    }
}
