package io.millrace.app.perf;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.topology.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Waits at the end of confirmations and balances for what comes next, reading only what is committed. Not thread-safe. */
final class FirstOutput implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofMinutes(30);

    private final Topics topics;
    private final LongSupplier nanoClock;
    private final KafkaConsumer<String, byte[]> consumer;

    /** When the first output came, and the last of those waited for; times of the clock. */
    record Seen(long firstNs, long allNs) {}

    /** Stands at the end once this returns. */
    FirstOutput(final Map<String, Object> client, final Topics topics, final LongSupplier nanoClock) {
        this.topics = topics;
        this.nanoClock = nanoClock;
        final Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("fetch.max.wait.ms", "20");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        final List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            partitions.add(new TopicPartition(topics.confirmations(), partition));
            partitions.add(new TopicPartition(topics.balances(), partition));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /**
     * @param machines each of which has to show a balance
     * @param check called while it waits: throws if nothing will ever come
     */
    Seen await(final Collection<String> machines, final Runnable check) {
        final Set<String> missing = new HashSet<>(machines);
        final long startedNs = nanoClock.getAsLong();
        long firstNs = 0;
        while (!missing.isEmpty()) {
            for (final ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(20))) {
                firstNs = firstNs == 0 ? nanoClock.getAsLong() : firstNs;
                if (message.topic().equals(topics.balances())) {
                    missing.remove(message.key());
                }
            }
            check.run();
            if (nanoClock.getAsLong() - startedNs > WITHIN.toNanos()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "no output of " + missing.size() + " machines within " + WITHIN.toMinutes()
                                + " minutes of the topology's start: see its log");
            }
        }
        return new Seen(firstNs, nanoClock.getAsLong());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
