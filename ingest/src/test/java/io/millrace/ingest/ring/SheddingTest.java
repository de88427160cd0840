package io.millrace.ingest.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.JournalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With little room telemetry is left out, and nothing that is left out is not said to be. */
@Timeout(30)
class SheddingTest {
    private static final JournalSettings SHEDDING = JournalKit.SMALL.sheddingBelow(8 << 20);
    private static final int SLOTS = 64;
    private static final long PLENTY = 1L << 30;

    @TempDir
    Path root;

    private final AtomicLong usable = new AtomicLong(PLENTY);
    private final AtomicInteger acknowledged = new AtomicInteger();

    @Test
    void shouldDeclareAllThatIsMissingAndAcknowledgeIt() {
        try (ChronicleJournal journal = open(SHEDDING)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            kit.ring().start();
            offer(kit, 1, "a", 1);
            tight(journal);
            offer(kit, 2, "a", 2, 3, 4);
            offer(kit, 3, "b", 5);
            offer(kit, 4, "a", 6);
            assertThat(kit.counters().shed().sum()).isEqualTo(5);
            assertThat(gaps(journal))
                    .as("known before the first missing value is acknowledged, also if the process dies now")
                    .containsExactly("a 2-?", "b 5-?");

            usable.set(PLENTY);
            await().until(() -> !journal.isTight());
            offer(kit, 5, "b", 7);
            assertThat(gaps(journal)).containsExactly("a 2-?", "b 5-?", "a 2-6: 4 values", "b 5-5: 1 values");
            assertThat(values(journal)).containsExactly(1L, 7L);
            assertThat(sequences(journal, "a"))
                    .as("what was shed has no number")
                    .containsExactly(1L, 2L, 3L);
            assertThat(sequences(journal, "b")).containsExactly(1L, 2L, 3L);
            assertThat(kit.counters().gaps().sum()).isEqualTo(4);
            kit.ring().close();
        }
    }

    @Test
    void shouldNeverShedWhereNothingMayBeLeftOut() {
        try (ChronicleJournal journal = open(JournalKit.SMALL)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            kit.ring().start();
            usable.set(4 << 20);
            await().until(() -> journal.usableBytes() == 4 << 20 || journal.isFull());
            offer(kit, 1, "a", 1, 2);
            assertThat(values(journal)).containsExactly(1L, 2L);
            assertThat(kit.counters().shed().sum()).isZero();
            kit.ring().close();
        }
    }

    @Test
    void shouldNotAcknowledgeWhatIsMissingWhileTheGapHasNoRoom() {
        try (ChronicleJournal journal = open(SHEDDING)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            usable.set(1 << 20);
            await().until(journal::isFull);
            kit.ring().start();
            assertThat(kit.ring().tryOffer(List.of(value("a", 1)), acknowledged::incrementAndGet))
                    .isTrue();
            await().until(() -> kit.counters().fullPauses().sum() == 1);
            assertThat(acknowledged).hasValue(0);
            usable.set(4 << 20);
            await().until(() -> acknowledged.get() == 1);
            assertThat(gaps(journal)).containsExactly("a 1-?");
            kit.ring().close();
        }
    }

    private ChronicleJournal open(final JournalSettings settings) {
        return ChronicleJournal.open(root, settings, () -> JournalKit.START_NS, System::nanoTime, usable::get);
    }

    private void tight(final ChronicleJournal journal) {
        usable.set(4 << 20);
        await().until(journal::isTight);
    }

    private void offer(final RingKit kit, final int message, final String machine, final long... times) {
        final List<Event> events = new ArrayList<>();
        for (final long time : times) {
            events.add(value(machine, time));
        }
        assertThat(kit.ring().tryOffer(events, acknowledged::incrementAndGet)).isTrue();
        await().until(() -> acknowledged.get() == message);
    }

    private static Event value(final String machine, final long time) {
        return new Event(
                EventHead.of("gw", "s", machine, time, JournalKit.START_NS),
                new Fact.ProcessValue("temperature", time, "", ""));
    }

    private static List<Event> events(final ChronicleJournal journal) {
        return JournalKit.readAll(journal).stream()
                .flatMap(entry -> entry.events().stream())
                .toList();
    }

    private static List<Long> values(final ChronicleJournal journal) {
        return events(journal).stream()
                .filter(e -> e.fact() instanceof Fact.ProcessValue)
                .map(e -> e.head().sourceTimeNs())
                .toList();
    }

    private static List<Long> sequences(final ChronicleJournal journal, final String machine) {
        return events(journal).stream()
                .filter(e -> e.head().machine().equals(machine))
                .map(e -> e.head().sequence())
                .toList();
    }

    private static List<String> gaps(final ChronicleJournal journal) {
        return events(journal).stream()
                .filter(e -> e.fact() instanceof Fact.SourceGap)
                .map(SheddingTest::text)
                .toList();
    }

    private static String text(final Event event) {
        final Fact.SourceGap gap = (Fact.SourceGap) event.fact();
        final String bounds = event.head().machine() + " " + gap.fromNs() + "-";
        return gap.toNs() == Shedding.NO_END
                ? bounds + "?"
                : bounds + gap.toNs() + ": " + gap.cause().replaceAll(" were .*", "");
    }
}
