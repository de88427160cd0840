package io.millrace.topology.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics that are missing, and checks those that are there. Any thread; blocks. */
public final class TopicAdmin {
    private static final Duration LEADERS_WITHIN = Duration.ofSeconds(30);

    private TopicAdmin() {}

    /**
     * Makes missing topics and waits until the leaders of all partitions answer: a producer that writes to a topic in the moment
     * it is made can be refused until its delivery time-out (KAFKA-15591). Safe to call again, and by several programs at once.
     *
     * @param replication copies of each partition, 1 on a single broker
     * @throws TopicException if a topic exists with another partition count than it must have
     * @throws ExecutionException if the broker refuses or does not answer within the client's time-outs
     */
    public static void ensure(final Admin admin, final Collection<TopicSpec> specs, final short replication)
            throws InterruptedException, ExecutionException {
        final Map<String, Integer> existing = partitionCounts(admin, specs);
        final List<NewTopic> missing = new ArrayList<>();
        for (final TopicSpec spec : specs) {
            final Integer found = existing.get(spec.name());
            if (found == null) {
                missing.add(new NewTopic(spec.name(), spec.partitions(), replication).configs(spec.config()));
            } else {
                check(spec, found);
            }
        }
        create(admin, missing);
        awaitLeaders(admin, specs);
    }

    /** @return partition count of each of the topics that exists */
    private static Map<String, Integer> partitionCounts(final Admin admin, final Collection<TopicSpec> specs)
            throws InterruptedException, ExecutionException {
        final Map<String, Integer> counts = new HashMap<>();
        final Map<String, KafkaFuture<TopicDescription>> descriptions = admin.describeTopics(
                        specs.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        for (final Map.Entry<String, KafkaFuture<TopicDescription>> description : descriptions.entrySet()) {
            try {
                counts.put(
                        description.getKey(),
                        description.getValue().get().partitions().size());
            } catch (final ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return counts;
    }

    private static void check(final TopicSpec spec, final int partitions) {
        if (spec.isPartitionCountFixed() && partitions != spec.partitions()) {
            throw new TopicException("topic " + spec.name() + " has " + partitions
                    + " partitions, the configuration says "
                    + spec.partitions()
                    + ": the count is fixed for life, because a machine's history stays where its key"
                    + " was placed; set the configured count to " + partitions + " or use another topic prefix");
        }
    }

    private static void create(final Admin admin, final List<NewTopic> missing)
            throws InterruptedException, ExecutionException {
        for (final KafkaFuture<Void> created :
                admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (final ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /** Only a leader can tell the end of its partition: its answer proves that it leads. */
    private static void awaitLeaders(final Admin admin, final Collection<TopicSpec> specs)
            throws InterruptedException, ExecutionException {
        final long deadlineNs = System.nanoTime() + LEADERS_WITHIN.toNanos();
        while (true) {
            try {
                final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                partitionCounts(admin, specs).forEach((topic, partitions) -> {
                    for (int partition = 0; partition < partitions; partition++) {
                        ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                    }
                });
                final ListOffsetsOptions within = new ListOffsetsOptions().timeoutMs(5_000);
                if (admin.listOffsets(ends, within)
                                .all()
                                .get(6, TimeUnit.SECONDS)
                                .size()
                        >= specs.size()) {
                    return;
                }
            } catch (final ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadlineNs) {
                    throw e;
                }
            } catch (final TimeoutException e) {
                if (System.nanoTime() > deadlineNs) {
                    throw new ExecutionException(e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
