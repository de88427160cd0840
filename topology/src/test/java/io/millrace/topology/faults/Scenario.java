package io.millrace.topology.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.topology.faults.Instance.Guarantee;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One story: a seeded history that is fed in parts, instances of the production topology with topics and a group of their own, and
 * at the end the comparison of all they said with what one undisturbed run says to the same input.
 */
final class Scenario implements AutoCloseable {
    static final Duration WITHIN = Duration.ofSeconds(120);
    static final String ONE = "one";
    static final String TWO = "two";
    static final int PARTS = 8;
    private static final int EVENTS_PER_LOOK = 4;

    final Observer observer;
    final AtomicInteger acknowledged = new AtomicInteger();
    private final Topics topics;
    private final String application;
    private final String bootstrap;
    private final int replication;
    private final Guarantee guarantee;
    private final Path folder;
    private final long seed;
    private final List<ProducerRecord<String, byte[]>> history;
    private final KafkaProducer<String, byte[]> producer;
    private final ExecutorService feeder = Executors.newSingleThreadExecutor();
    private final List<Instance> instances = new ArrayList<>();
    private int partsFed;

    /** What it needs to begin. */
    record Beginning(
            String name, String bootstrap, int replication, int partitions, int machines, Guarantee guarantee) {}

    Scenario(final Beginning beginning, final Path folder, final long seed) throws Exception {
        this.folder = folder;
        this.seed = seed;
        topics = new Topics(beginning.name, beginning.partitions, Topics.DEFAULT_HORIZON);
        bootstrap = beginning.bootstrap;
        replication = beginning.replication;
        guarantee = beginning.guarantee;
        application = beginning.name + "-production";
        observer = new Observer(bootstrap, topics, application);
        TopicAdmin.ensure(observer.admin(), topics.specs(), (short) replication);
        for (final String name : List.of(ONE, TWO)) {
            Files.deleteIfExists(logOf(name));
        }
        history = SeededHistory.of(topics, seed, beginning.machines, 8);
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "acks", "all",
                        "max.block.ms", "300000",
                        "delivery.timeout.ms", "300000",
                        "reconnect.backoff.max.ms", "500"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    Instance start(final String name) throws Exception {
        final Instance instance = Instance.start(
                new Instance.Settings(name, bootstrap, replication, topics, stateOf(name), logOf(name), guarantee));
        instances.add(instance);
        return instance;
    }

    private Path logOf(final String name) {
        return Path.of("target", "faults", topics.prefix() + "-" + name + ".log");
    }

    Path stateOf(final String name) {
        return folder.resolve(topics.prefix() + "-" + name);
    }

    /** Sends the next part of the history in the background, each event when the one before is acknowledged. */
    Future<?> feed() {
        final List<ProducerRecord<String, byte[]>> part = nextPart();
        return feeder.submit((Callable<Integer>) () -> {
            for (final ProducerRecord<String, byte[]> event : part) {
                producer.send(event).get();
                acknowledged.incrementAndGet();
            }
            return part.size();
        });
    }

    /** Sends the next part of the history, some events at each look at the condition: they flow while it comes true. */
    void feedUntil(final String what, final Callable<Boolean> condition) {
        final Iterator<ProducerRecord<String, byte[]>> part = nextPart().iterator();
        until(what, () -> {
            for (int i = 0; i < EVENTS_PER_LOOK && part.hasNext(); i++) {
                producer.send(part.next());
            }
            return condition.call();
        });
        part.forEachRemaining(producer::send);
    }

    private List<ProducerRecord<String, byte[]>> nextPart() {
        final int size = (history.size() + PARTS - 1) / PARTS;
        final int from = Math.min(history.size(), partsFed++ * size);
        return history.subList(from, Math.min(history.size(), from + size));
    }

    boolean isAllFed() {
        return partsFed >= PARTS;
    }

    /** Waits until the part has arrived. */
    static void arrived(final Future<?> part) throws Exception {
        part.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    }

    /** Feeds so many parts and waits until they have arrived. */
    void untilArrived(final int parts) throws Exception {
        for (int part = 0; part < parts; part++) {
            arrived(feed());
        }
    }

    /** Waits; a question that no broker can answer just now is asked again. */
    void until(final String what, final Callable<Boolean> condition) {
        await(what + " (seed " + seed + ", logs in target/faults)")
                .atMost(WITHIN)
                .ignoreExceptionsMatching(ExecutionException.class::isInstance)
                .until(condition);
    }

    /** Waits until outputs of this instance's transaction are there that nobody has committed yet. */
    void untilInTransaction(final Instance instance) {
        until(
                instance.name() + " in a transaction",
                () -> observer.uncommitted() > 0 && observer.isInTransaction(instance.transactionalId()));
    }

    /** SIGSTOP inside a transaction; a commit that was on its way already is waited out, and it is tried again. */
    void pauseInTransaction(final Instance instance) throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            untilInTransaction(instance);
            instance.pause();
            if (observer.isInTransaction(instance.transactionalId()) && observer.uncommitted() > 0) {
                return;
            }
            instance.resume();
        }
        throw new IllegalStateException("no pause hit a transaction");
    }

    /** @return whether the kill left a transaction open: a commit may have been on its way already */
    boolean killInTransaction(final Instance instance) throws Exception {
        untilInTransaction(instance);
        instance.kill();
        return observer.uncommitted() > 0 && observer.isInTransaction(instance.transactionalId());
    }

    /** Waits until readers of committed records have seen more than now: what hung is aborted and new transactions are committed. */
    void untilMoreIsCommitted() throws Exception {
        final long before = observer.said(IsolationLevel.READ_COMMITTED);
        until("more is committed", () -> observer.said(IsolationLevel.READ_COMMITTED) > before);
    }

    /** Feeds what is left of the history and waits until all of it is processed and committed. */
    Outcome drain() throws Exception {
        while (!isAllFed()) {
            nextPart().forEach(producer::send);
        }
        producer.flush();
        until("all is processed", observer::isDrained);
        return new Outcome(observer, topics, application, history, seed);
    }

    @Override
    public void close() {
        instances.forEach(Instance::kill);
        feeder.shutdownNow();
        producer.close(Duration.ZERO);
        observer.close();
    }
}
