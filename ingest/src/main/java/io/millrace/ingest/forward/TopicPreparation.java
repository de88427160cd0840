package io.millrace.ingest.forward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the first send: the topics exist, the events topic has the configured partitions, and every partition of a new topic has
 * taken one record. An idempotent producer that writes to a topic in the moment it is made can lose records (KAFKA-15591); the
 * marker - empty key, no value - is written by an ordinary one, and readers skip it.
 */
final class TopicPreparation {
    /** The topics are not as they should be; the message says what to do. */
    static final class UnpreparedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnpreparedException(final String message) {
            super(message);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TopicPreparation.class);
    private static final long TIMEOUT_S = 10;
    private static final int ATTEMPTS = 50;
    private static final long RETRY_PARK_NS = 50_000_000L;
    private static final String RETENTION_MS =
            String.valueOf(Duration.ofDays(30).toMillis());
    private static final byte[] MARKER_KEY = {};

    private final ForwarderSettings settings;

    TopicPreparation(final ForwarderSettings settings) {
        this.settings = settings;
    }

    /**
     * Blocks for as long as Kafka takes, at most some tens of seconds.
     *
     * @throws UnpreparedException if somebody has to do something first
     * @throws ExecutionException if Kafka refused or did not answer
     */
    void prepare() throws UnpreparedException, ExecutionException, InterruptedException, TimeoutException {
        final Map<String, Object> properties = new HashMap<>(settings.kafka());
        properties.put("client.id", "millrace-" + settings.gateway() + "-admin");
        properties.putIfAbsent("default.api.timeout.ms", String.valueOf(TIMEOUT_S * 1000));
        properties.putIfAbsent("request.timeout.ms", String.valueOf(TIMEOUT_S * 1000 / 2));
        properties.putIfAbsent("reconnect.backoff.max.ms", "500");
        try (Admin admin = Admin.create(properties)) {
            try {
                final TopicDescription events = describe(admin, eventsTopic());
                final TopicDescription deadLetters = describe(admin, deadLettersTopic());
                checkPartitions(events);
                mark(whenKnown(() -> empty(admin, List.of(events, deadLetters))));
            } finally {
                admin.close(Duration.ZERO);
            }
        }
    }

    private NewTopic eventsTopic() {
        // Retention exceeds the horizon of late data (7 days) by a week.
        return new NewTopic(settings.topics().events(), settings.partitions(), (short) settings.replication())
                .configs(Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.RETENTION_MS_CONFIG,
                        RETENTION_MS));
    }

    private NewTopic deadLettersTopic() {
        return new NewTopic(settings.topics().deadLetters(), settings.partitions(), (short) settings.replication())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, RETENTION_MS));
    }

    /** A question to Kafka. */
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /** A topic just made is not known everywhere at once. */
    private static <T> T whenKnown(final Question<T> question)
            throws ExecutionException, InterruptedException, TimeoutException {
        for (int attempt = 1; true; attempt++) {
            try {
                return question.ask();
            } catch (final ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_PARK_NS);
            }
        }
    }

    private TopicDescription describe(final Admin admin, final NewTopic wanted)
            throws UnpreparedException, ExecutionException, InterruptedException, TimeoutException {
        try {
            return description(admin, wanted.name());
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        if (!settings.createTopics()) {
            throw new UnpreparedException("topic " + wanted.name() + " does not exist: create it with "
                    + wanted.numPartitions() + " partitions, or allow the gateway to create topics");
        }
        create(admin, wanted);
        return whenKnown(() -> description(admin, wanted.name()));
    }

    private static TopicDescription description(final Admin admin, final String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    private static void create(final Admin admin, final NewTopic topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            get(admin.createTopics(List.of(topic)).all());
            LOG.info("created topic {} with {} partitions", topic.name(), topic.numPartitions());
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void checkPartitions(final TopicDescription events) throws UnpreparedException {
        final int actual = events.partitions().size();
        if (actual != settings.partitions()) {
            throw new UnpreparedException("topic " + events.name() + " has " + actual + " partitions, configured are "
                    + settings.partitions() + ": the number is fixed for life, set the configuration to " + actual);
        }
    }

    private static List<TopicPartition> empty(final Admin admin, final List<TopicDescription> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (final TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(p -> ends.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
        }
        final List<TopicPartition> empty = new ArrayList<>();
        for (final Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                get(admin.listOffsets(ends).all()).entrySet()) {
            if (end.getValue().offset() == 0) {
                empty.add(end.getKey());
            }
        }
        return empty;
    }

    private void mark(final List<TopicPartition> empty)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (empty.isEmpty()) {
            return;
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.markerProducer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            final List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (final TopicPartition partition : empty) {
                sent.add(producer.send(
                        new ProducerRecord<>(partition.topic(), partition.partition(), MARKER_KEY, null)));
            }
            for (final Future<RecordMetadata> one : sent) {
                one.get(TIMEOUT_S, TimeUnit.SECONDS);
            }
        }
    }

    private static <T> T get(final KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
