package io.millrace.ingest.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.DeadLetterCodec;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.JournalReader;
import io.millrace.ingest.journal.JournalRecord;
import io.millrace.ingest.journal.RecordType;
import io.millrace.ingest.source.DeadLetter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventRingTest {
    private static final int SLOTS = 16;

    @TempDir
    Path root;

    private ChronicleJournal journal;
    private RingKit kit;
    private EventRing ring;

    @BeforeEach
    void open() {
        journal = JournalKit.open(root);
        kit = new RingKit(journal, SLOTS);
        ring = kit.ring();
    }

    @AfterEach
    void close() {
        ring.close();
        journal.close();
    }

    @Test
    void shouldRefuseWhenThereIsNoRoomAndLoseNothing() {
        final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            final int message = i;
            assertThat(ring.tryOffer(message("a", i), () -> acknowledged.add(message)))
                    .isTrue();
        }
        assertThat(ring.tryOffer(message("a", 99), () -> acknowledged.add(99)))
                .as("full")
                .isFalse();
        assertThat(ring.remaining()).isZero();
        assertThat(acknowledged)
                .as("nothing is acknowledged before it is journalled")
                .isEmpty();
        ring.start();
        await().until(() -> acknowledged.size() == SLOTS);
        assertThat(acknowledged)
                .as("in order")
                .isEqualTo(IntStream.range(0, SLOTS).boxed().toList());
        await().until(() -> ring.tryOffer(message("a", SLOTS), () -> acknowledged.add(SLOTS)));
        await().until(() -> acknowledged.size() == SLOTS + 1);
        assertThat(JournalKit.values(JournalKit.readAll(journal)))
                .isEqualTo(LongStream.rangeClosed(0, SLOTS).boxed().toList());
    }

    @Test
    void shouldTakeAMessageWholeOrNotAtAll() {
        assertThat(ring.tryOffer(message("a", LongStream.range(0, 10).toArray()), () -> {}))
                .isTrue();
        assertThat(ring.tryOffer(message("a", LongStream.range(10, 17).toArray()), () -> {}))
                .as("7 events, 6 slots")
                .isFalse();
        assertThat(ring.tryOffer(message("a", LongStream.range(20, 26).toArray()), () -> {}))
                .isTrue();
        ring.start();
        ring.close();
        final List<JournalKit.Entry> entries = JournalKit.readAll(journal);
        assertThat(entries).extracting(e -> e.events().size()).containsExactly(10, 6);
    }

    @Test
    void shouldNumberEachMachineFromOne() {
        ring.start();
        for (int round = 0; round < 3; round++) {
            final List<Event> message = new ArrayList<>(message("a", 1, 2));
            message.addAll(message("b", 1));
            final int nothing = 0;
            await().until(() -> ring.tryOffer(message, () -> assertThat(nothing).isZero()));
        }
        ring.close();
        final List<EventHead> heads = JournalKit.readAll(journal).stream()
                .flatMap(e -> e.events().stream())
                .map(Event::head)
                .toList();
        assertThat(heads).extracting(EventHead::incarnation).containsOnly(RingKit.INCARNATION);
        assertThat(heads.stream().filter(h -> h.machine().equals("a")).map(EventHead::sequence))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(heads.stream().filter(h -> h.machine().equals("b")).map(EventHead::sequence))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldCarryLongEventsAmongShortOnes() {
        ring.start();
        final List<Integer> lengths = List.of(10, 60_000, 0, 5_000, 512, 65_000);
        for (final int length : lengths) {
            final Event event =
                    new Event(JournalKit.reading("a", 0).head(), new Fact.ConnectionChanged(true, "x".repeat(length)));
            await().until(() -> ring.tryOffer(List.of(event), () -> {}));
        }
        ring.close();
        assertThat(JournalKit.readAll(journal))
                .extracting(e -> ((Fact.ConnectionChanged) e.events().get(0).fact())
                        .cause()
                        .length())
                .isEqualTo(lengths);
    }

    @Test
    void shouldNameTheLimitOfWhatCanNeverBeTakenAndGoOn() {
        final Event large =
                new Event(JournalKit.reading("a", 0).head(), new Fact.ConnectionChanged(true, "x".repeat(60_000)));
        final Event impossible =
                new Event(JournalKit.reading("a", 0).head(), new Fact.ConnectionChanged(true, "x".repeat(70_000)));
        ring.start();
        assertThatThrownBy(() -> ring.tryOffer(message("a", new long[SLOTS + 1]), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + SLOTS);
        assertThatThrownBy(() -> ring.tryOffer(List.of(large, large, large, large, large), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(journal.maxGroupBytes()));
        assertThatThrownBy(() -> ring.tryOffer(List.of(large, impossible), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encoding");
        await().until(() -> ring.tryOffer(message("a", 1), () -> {}));
        ring.close();
        final List<JournalKit.Entry> entries = JournalKit.readAll(journal);
        assertThat(JournalKit.values(entries)).containsExactly(1L);
        assertThat(entries.get(0).events().get(0).head().sequence())
                .as("no number was used up")
                .isEqualTo(1);
    }

    @Test
    void shouldJournalDeadLettersAndCutWhatIsTooLong() {
        ring.start();
        final CountDownLatch durable = new CountDownLatch(2);
        assertThat(ring.tryOffer(letter(new byte[] {1, 2, 3}), durable::countDown))
                .isTrue();
        final int limit = journal.maxGroupBytes();
        assertThatThrownBy(() -> ring.tryOffer(letter(new byte[limit]), durable::countDown))
                .isInstanceOf(IllegalArgumentException.class);
        await().until(() -> ring.tryOffer(letter(new byte[1000]), durable::countDown));
        ring.close();
        assertThat(durable.getCount()).isZero();
        try (JournalReader reader = journal.reader(0)) {
            final JournalRecord record = reader.next();
            assertThat(record.type()).isEqualTo(RecordType.DEAD_LETTER);
            record.forEach((index, buffer, offset, length) -> assertThat(DeadLetterCodec.decode(buffer, offset))
                    .usingRecursiveComparison()
                    .isEqualTo(letter(new byte[] {1, 2, 3})));
        }
        assertThat(kit.counters().deadLetters(DeadLetter.Reason.UNDECODABLE).sum())
                .isEqualTo(2);
    }

    @Test
    void shouldKeepEachProducersOrderAmongMany() throws InterruptedException {
        ring.start();
        final int producers = 4;
        final int messages = 5_000;
        final CountDownLatch durable = new CountDownLatch(producers * messages);
        final List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            final String machine = "m" + p;
            final Thread thread = new Thread(() -> {
                for (int i = 1; i <= messages; i++) {
                    while (!ring.tryOffer(message(machine, i), durable::countDown)) {
                        Thread.onSpinWait();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        durable.await();
        final List<Event> events = JournalKit.readAll(journal).stream()
                .flatMap(e -> e.events().stream())
                .toList();
        assertThat(events).hasSize(producers * messages);
        assertThat(events).allMatch(e -> e.head().sequence() == JournalKit.value(e));
        assertThat(kit.counters().gatewayToDurable().count()).isEqualTo(producers * messages);
    }

    private static List<Event> message(final String machine, final long... values) {
        return LongStream.of(values)
                .mapToObj(v -> JournalKit.reading(machine, v))
                .toList();
    }

    private static DeadLetter letter(final byte[] payload) {
        return new DeadLetter(
                "mqtt",
                "topic",
                JournalKit.START_NS,
                DeadLetter.Reason.UNDECODABLE,
                "not JSON",
                "a",
                "1001",
                "",
                payload);
    }
}
