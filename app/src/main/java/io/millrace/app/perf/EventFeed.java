package io.millrace.app.perf;

import io.millrace.app.kafka.Readers;
import io.millrace.app.run.Topologies;
import io.millrace.topology.topic.TopicSpec;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as a gateway does, a bounded way ahead of the topologies, and deletes behind them what they have read, so that the
 * broker's disk stays bounded too. Not thread-safe.
 */
final class EventFeed implements EventSink, AutoCloseable {
    private static final List<String> GROUPS =
            List.of(ScaleRig.APPLICATION, Topologies.analyticsOf(ScaleRig.APPLICATION));
    private static final int NODE = 1;
    private static final long TO_THE_END = -1;

    /** How far ahead it writes: enough that the topologies never wait, little on the broker's disk. */
    private static final long MOST_AHEAD = 50_000;

    private static final long LOOK_EVERY_RECORDS = 5_000;
    private static final long PAUSE_MS = 50;
    private static final long TRIM_EVERY_NS = TimeUnit.SECONDS.toNanos(10);
    /** Offsets of transaction markers that nobody ever commits. */
    private static final long PERHAPS_MARKERS = 100;

    private final Topics topics;
    private final Runnable check;
    private final LongSupplier nanoClock;
    private final Admin admin;
    private final Readers readers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<TopicPartition> waitedFor = new HashSet<>();
    private volatile @Nullable Exception failure;
    /** Records in the events' topic: each definition counts once for every partition. */
    private long written;

    private long lookedAt;
    private long trimmedNs;

    /** @param check called while it waits: throws if what it waits for will never come */
    EventFeed(
            final Map<String, Object> client, final Topics topics, final Runnable check, final LongSupplier nanoClock) {
        this.topics = topics;
        this.check = check;
        this.nanoClock = nanoClock;
        admin = Admin.create(client);
        readers = new Readers(admin, client);
        producer = producer(client);
        trimmedNs = nanoClock.getAsLong();
    }

    private static KafkaProducer<byte[], byte[]> producer(final Map<String, Object> client) {
        final Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("linger.ms", "5");
        settings.put("batch.size", "65536");
        settings.put("delivery.timeout.ms", "120000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void event(final byte[] key, final byte[] value) {
        send(null, key, value);
    }

    @Override
    public void definition(final byte[] value) {
        for (int partition = 0; partition < topics.partitions(); partition++) {
            send(partition, new byte[0], value);
        }
    }

    private void send(final @Nullable Integer partition, final byte[] key, final byte[] value) {
        producer.send(new ProducerRecord<>(topics.events(), partition, key, value), (metadata, failed) -> {
            if (failed != null) {
                failure = failed;
            }
        });
        written++;
    }

    /** Waits while the topologies are too far behind, and lets go of what everybody has read; does this meanwhile. */
    void keepPace(final Runnable meanwhile) throws ExecutionException, InterruptedException {
        if (written - lookedAt < LOOK_EVERY_RECORDS) {
            return;
        }
        lookedAt = written;
        while (written - taken() > MOST_AHEAD || behind() > 2 * MOST_AHEAD) {
            pause(meanwhile);
        }
        trimNowAndThen();
    }

    /** Records of the events' topic that the production topology has committed. */
    long taken() throws ExecutionException, InterruptedException {
        long taken = 0;
        for (final Map.Entry<TopicPartition, Long> one :
                readers.committed(ScaleRig.APPLICATION).entrySet()) {
            taken += one.getKey().topic().equals(topics.events()) ? one.getValue() : 0;
        }
        return taken;
    }

    /** Waits until the broker has everything. */
    void flush() {
        producer.flush();
    }

    /** Waits until the topologies have read all there is, also what they wrote for each other. */
    void drain(final Runnable meanwhile) throws ExecutionException, InterruptedException {
        flush();
        while (taken() < written || behind() > 0) {
            pause(meanwhile);
        }
    }

    private void pause(final Runnable meanwhile) throws ExecutionException, InterruptedException {
        check.run();
        if (failure != null) {
            throw new ExecutionException("an event could not be written", failure);
        }
        meanwhile.run();
        trimNowAndThen();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }

    /** About how many records lie before the groups in all the topics they read, but for the events. */
    private long behind() throws ExecutionException, InterruptedException {
        long behind = 0;
        for (final String group : GROUPS) {
            final Map<TopicPartition, Long> committed = readers.committed(group);
            final Map<TopicPartition, Long> ends = readers.ends(read(group));
            for (final Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                final long left = end.getValue() - committed.getOrDefault(end.getKey(), 0L);
                behind += left > PERHAPS_MARKERS ? left : 0;
            }
        }
        return behind;
    }

    /** What a group reads besides the events. */
    private Set<TopicPartition> read(final String group) throws ExecutionException, InterruptedException {
        final Set<TopicPartition> read = new HashSet<>(readers.known(group));
        read.removeIf(one -> one.topic().equals(topics.events()));
        return read;
    }

    private void trimNowAndThen() throws ExecutionException, InterruptedException {
        final long nowNs = nanoClock.getAsLong();
        if (nowNs - trimmedNs > TRIM_EVERY_NS) {
            trimmedNs = nowNs;
            trim();
        }
    }

    /**
     * In a simulated year a real year's retention never passes: what the topologies have read is deleted behind them, what only
     * others would read at once. Compacted topics and changelogs stay.
     */
    private void trim() throws ExecutionException, InterruptedException {
        final Map<TopicPartition, Long> committed = new HashMap<>();
        for (final String group : GROUPS) {
            final Set<TopicPartition> known = readers.known(group);
            if (known.isEmpty()) {
                return; // it has not come yet: what it will read is not known
            }
            waitedFor.addAll(known);
            committed.putAll(readers.committed(group));
        }
        final Map<TopicPartition, RecordsToDelete> behind = new HashMap<>();
        for (final TopicPartition one : deletable()) {
            final long before = waitedFor.contains(one) ? committed.getOrDefault(one, 0L) : TO_THE_END;
            behind.put(one, RecordsToDelete.beforeOffset(before));
        }
        admin.deleteRecords(behind).all().get();
    }

    private List<TopicPartition> deletable() {
        final List<TopicPartition> deletable = new ArrayList<>();
        for (final TopicSpec spec : topics.specs()) {
            if ("delete".equals(spec.config().get("cleanup.policy"))) {
                deletable.addAll(partitions(spec.name()));
            }
        }
        return deletable;
    }

    /** Bytes on the broker's disk by topic, all its partitions together. */
    Map<String, Long> diskByTopic() throws ExecutionException, InterruptedException {
        final Map<String, Long> bytes = new HashMap<>();
        for (final LogDirDescription folderOfLogs : admin.describeLogDirs(List.of(NODE))
                .allDescriptions()
                .get()
                .get(NODE)
                .values()) {
            folderOfLogs.replicaInfos().forEach((one, replica) -> bytes.merge(one.topic(), replica.size(), Long::sum));
        }
        return bytes;
    }

    /** Offsets given in a topic so far: its records, and the markers of transactions. */
    long offsets(final String topic) throws ExecutionException, InterruptedException {
        return readers.ends(partitions(topic)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<TopicPartition> partitions(final String topic) {
        final List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    @Override
    public void close() {
        producer.close();
        readers.close();
        admin.close();
    }
}
