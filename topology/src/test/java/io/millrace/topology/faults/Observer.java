package io.millrace.topology.faults;

import io.millrace.topology.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks at the topology from outside: what is on its topics, what is committed, what is under way. */
final class Observer implements AutoCloseable {
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);

    private final String bootstrap;
    private final Topics topics;
    private final String application;
    private final Admin admin;

    Observer(final String bootstrap, final Topics topics, final String application) {
        this.bootstrap = bootstrap;
        this.topics = topics;
        this.application = application;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"));
    }

    Admin admin() {
        return admin;
    }

    static <T> T get(final KafkaFuture<T> answer) throws InterruptedException, ExecutionException {
        try {
            return answer.get(READ_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (final java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("no answer within " + READ_WITHIN, e);
        }
    }

    /** All that is said: the public topics, and those between the topology's parts. */
    List<String> outputs() {
        return Stream.concat(
                        Topics.PUBLIC.stream().map(topics::named),
                        Stream.of(topics.operations(), topics.postingChanges()))
                .toList();
    }

    List<TopicPartition> partitions(final Collection<String> names) {
        return names.stream()
                .flatMap(topic ->
                        IntStream.range(0, topics.partitions()).mapToObj(each -> new TopicPartition(topic, each)))
                .toList();
    }

    /** @return records of these partitions now, each partition's in order */
    List<ConsumerRecord<String, byte[]>> read(
            final Collection<TopicPartition> partitions, final IsolationLevel isolation) {
        final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        final Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                isolation.toString(),
                "enable.auto.commit",
                "false",
                "fetch.max.wait.ms",
                "20");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            final Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            final long deadlineNs = System.nanoTime() + READ_WITHIN.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (System.nanoTime() > deadlineNs) {
                    throw new IllegalStateException("cannot read " + partitions + " to " + ends);
                }
            }
        }
        return records;
    }

    /** @return ends of the outputs: for committed reading where it stops now, else where the next record will be */
    private Map<TopicPartition, Long> ends(final List<String> names, final IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        final Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions(names).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        final Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** @return offsets of all outputs added up: rises whenever a reader of this kind can see more */
    long said(final IsolationLevel isolation) throws InterruptedException, ExecutionException {
        return ends(outputs(), isolation).values().stream()
                .mapToLong(each -> each)
                .sum();
    }

    /** @return output records of transactions that are under way; the older end is asked for first, so that it counts none too much */
    long uncommitted() throws InterruptedException, ExecutionException {
        final Map<TopicPartition, Long> all = ends(outputs(), IsolationLevel.READ_UNCOMMITTED);
        final Map<TopicPartition, Long> stable = ends(outputs(), IsolationLevel.READ_COMMITTED);
        return all.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - stable.get(end.getKey())))
                .sum();
    }

    /** @return whether the instance has a transaction under way, as the transactions' coordinator sees it */
    boolean isInTransaction(final String transactionalId) throws InterruptedException, ExecutionException {
        for (final TransactionListing transaction : get(admin.listTransactions().all())) {
            if (transaction.transactionalId().startsWith(transactionalId)
                    && transaction.state() == TransactionState.ONGOING) {
                return true;
            }
        }
        return false;
    }

    /** @return partitions that the instance has been given, 0 if it is no member */
    int assigned(final String instance) throws InterruptedException, ExecutionException {
        int assigned = 0;
        for (final MemberDescription member : get(admin.describeConsumerGroups(List.of(application))
                        .all())
                .get(application)
                .members()) {
            if (member.groupInstanceId().orElse("").startsWith(application + "-" + instance)) {
                assigned += member.assignment().topicPartitions().size();
            }
        }
        return assigned;
    }

    /** Nothing is under way, and all parts have committed all there is for them to read. */
    boolean isDrained() throws InterruptedException, ExecutionException {
        return uncommitted() == 0
                && lag(topics.events()) == 0
                && lag(topics.operations()) == 0
                && lag(topics.confirmations()) == 0
                && lag(topics.postingChanges()) == 0
                && uncommitted() == 0;
    }

    /** @return records that can be read beyond the committed offsets; an abort's marker is no record */
    private long lag(final String topic) throws InterruptedException, ExecutionException {
        final Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata());
        final Map<TopicPartition, Long> behind = ends(List.of(topic), IsolationLevel.READ_COMMITTED);
        behind.replaceAll((partition, end) -> {
            final OffsetAndMetadata position = committed.get(partition);
            return end - (position == null ? 0 : position.offset());
        });
        behind.values().removeIf(each -> each <= 0);
        return behind.isEmpty()
                ? 0
                : read(behind.keySet(), IsolationLevel.READ_COMMITTED).stream()
                        .filter(record -> isBehind(record, committed))
                        .count();
    }

    private static boolean isBehind(
            final ConsumerRecord<String, byte[]> record, final Map<TopicPartition, OffsetAndMetadata> committed) {
        final OffsetAndMetadata position = committed.get(new TopicPartition(record.topic(), record.partition()));
        return position == null || record.offset() >= position.offset();
    }

    /** @return the topics that the stores of the topology are restored from */
    List<String> changelogs() throws InterruptedException, ExecutionException {
        return get(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(application + "-") && name.endsWith("-changelog"))
                .toList();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
