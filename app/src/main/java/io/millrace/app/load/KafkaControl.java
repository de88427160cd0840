package io.millrace.app.load;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka alone takes on this machine, at the same rate in the same open loop: the floor under every other figure. */
public final class KafkaControl {
    /** About an event's. */
    private static final int RECORD_BYTES = 200;

    private static final long ARRIVED_WITHIN_MS = 10_000;
    private static final long LOOK_MS = 20;
    private static final long NS_PER_S = 1_000_000_000L;

    private final Map<String, Object> kafka;
    private final int partitions;
    private final int replication;
    private final String topic;
    private final LongSupplier clockNs;

    /**
     * @param kafka address and security
     * @param partitions of its topic
     * @param replication copies of each
     * @param run its topic is named for it, and deleted afterwards
     */
    public KafkaControl(
            final Map<String, Object> kafka,
            final int partitions,
            final int replication,
            final String run,
            final LongSupplier clockNs) {
        this.kafka = Map.copyOf(kafka);
        this.partitions = partitions;
        this.replication = replication;
        this.topic = "perf-control-" + run;
        this.clockNs = clockNs;
    }

    /**
     * Blocks until it is done: the length and a third of it before, to warm up.
     *
     * @return latencies from the scheduled time to a consumer, nanoseconds
     * @throws IllegalStateException if a record did not arrive
     */
    public Histogram run(final double perSecond, final long lengthNs) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) replication)))
                    .all()
                    .get();
            try {
                return measured(perSecond, lengthNs);
            } finally {
                admin.deleteTopics(List.of(topic));
            }
        }
    }

    private Histogram measured(final double perSecond, final long lengthNs) throws InterruptedException {
        final Latencies latencies = new Latencies();
        final AtomicLong arrived = new AtomicLong();
        try (TopicListener listener = new TopicListener(kafka, topic, true, clockNs, (message, readNs) -> {
                    latencies.record(
                            Hop.CONTROL, ByteBuffer.wrap(message.value()).getLong(), readNs);
                    arrived.incrementAndGet();
                });
                KafkaProducer<byte[], byte[]> producer = producer()) {
            listener.start();
            final long fromNs = clockNs.getAsLong() + NS_PER_S / 2;
            final long measureNs = fromNs + lengthNs / 3;
            latencies.measure(measureNs, measureNs + lengthNs);
            final OpenLoop loop = new OpenLoop(
                    clockNs,
                    scheduledNs -> LockSupport.parkNanos(scheduledNs - clockNs.getAsLong()),
                    (number, scheduledNs) ->
                            producer.send(new ProducerRecord<>(topic, key(number), value(scheduledNs))));
            final long sent = loop.run(fromNs, measureNs + lengthNs, perSecond);
            producer.flush();
            await(arrived, sent);
        }
        return latencies.of(Hop.CONTROL);
    }

    private static byte[] key(final long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] value(final long scheduledNs) {
        return ByteBuffer.allocate(RECORD_BYTES).putLong(scheduledNs).array();
    }

    private static void await(final AtomicLong arrived, final long sent) throws InterruptedException {
        for (long waitedMs = 0; arrived.get() < sent; waitedMs += LOOK_MS) {
            if (waitedMs > ARRIVED_WITHIN_MS) {
                throw new IllegalStateException(
                        "the control lost " + (sent - arrived.get()) + " of " + sent + " records: is Kafka well?");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        final Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("acks", "all");
        settings.put("linger.ms", "1");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
