package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.RingKit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A journal, a Kafka behind a proxy that can fail, and a forwarder stepped by hand between them. */
abstract class ForwarderFixture {
    static final int PARTITIONS = 3;
    static final int MACHINES = 5;
    private static final AtomicInteger PREFIX = new AtomicInteger();

    @TempDir
    static Path kafkaDir;

    static EmbeddedKafka kafka;
    static TcpProxy proxy;

    @TempDir
    Path root;

    EventTopics topics;
    ChronicleJournal journal;
    RingKit kit;
    ForwardCounters counters;

    @BeforeAll
    static void startKafka() throws Exception {
        final int port = EmbeddedKafka.freePort();
        proxy = new TcpProxy(port);
        kafka = new EmbeddedKafka(kafkaDir.resolve("broker"), port, proxy.port(), Map.of());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
        proxy.close();
    }

    @BeforeEach
    void open() {
        topics = new EventTopics("test" + PREFIX.incrementAndGet());
        counters = new ForwardCounters();
        journal = JournalKit.open(root.resolve("journal"));
        kit = new RingKit(journal, 1024);
        kit.ring().start();
    }

    @AfterEach
    void close() {
        proxy.mend();
        kit.ring().close();
        journal.close();
    }

    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + proxy.port());
    }

    Forwarder forwarder() {
        return forwarder(kafka());
    }

    Forwarder forwarder(final Map<String, String> properties) {
        return forwarder(new ForwarderSettings("gw", properties, topics, PARTITIONS, 1, true, 300));
    }

    Forwarder forwarder(final ForwarderSettings settings) {
        return new Forwarder(
                journal, root.resolve("forwarded"), settings, counters, () -> JournalKit.START_NS, System::nanoTime);
    }

    static void drain(final Forwarder forwarder) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    forwarder.doWork();
                    return forwarder.isDrained();
                });
    }

    /** Journals one reading a message, over all machines in turn. */
    void journal(final int from, final int to) {
        final AtomicInteger durable = new AtomicInteger();
        for (int i = from; i <= to; i++) {
            final Event event = JournalKit.reading("line/m" + i % MACHINES, i);
            while (!kit.ring().tryOffer(List.of(event), durable::incrementAndGet)) {
                Thread.onSpinWait();
            }
        }
        await().until(() -> durable.get() == to - from + 1);
    }

    void offer(final List<Event> message) {
        final AtomicInteger durable = new AtomicInteger();
        await().until(() -> kit.ring().tryOffer(message, durable::incrementAndGet));
        await().until(() -> durable.get() == 1);
    }

    static Event cause(final int length) {
        return new Event(JournalKit.reading("line/m0", 0).head(), new Fact.ConnectionChanged(true, "x".repeat(length)));
    }

    List<Event> events() {
        return TopicReader.events(kafka.bootstrap(), topics.events());
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return TopicReader.readAll(kafka.bootstrap(), topics.deadLetters()).stream()
                .filter(r -> r.value() != null)
                .toList();
    }

    /** As a reader that drops what it knows sees them. */
    static List<Event> firstOfEach(final List<Event> events) {
        final Set<Event> seen = new HashSet<>();
        return events.stream().filter(seen::add).toList();
    }

    static void assertInOrder(final List<Event> events) {
        final Map<String, Long> last = new HashMap<>();
        for (final Event event : events) {
            assertThat(event.head().sequence())
                    .as(event.head().machine())
                    .isEqualTo(last.merge(event.head().machine(), 1L, Long::sum));
        }
        assertThat(last).hasSize(MACHINES);
    }

    /** One that gives up soon, so that a test can see it. */
    Map<String, String> impatient() {
        final Map<String, String> impatient = new HashMap<>(kafka());
        impatient.put("delivery.timeout.ms", "600");
        impatient.put("request.timeout.ms", "300");
        impatient.put("linger.ms", "0");
        impatient.put("max.block.ms", "300");
        return impatient;
    }
}
