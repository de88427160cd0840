package io.millrace.ingest.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JournalHandlerTest {
    private static final int SLOTS = 8;

    @TempDir
    Path root;

    @Test
    void shouldAcknowledgeNothingAfterAFailedSync() {
        assertStopsFor(0, 2, "input/output error", 1);
    }

    @Test
    void shouldAcknowledgeNothingAfterAFailedAppend() {
        assertStopsFor(3, 0, "no space left on device", 2);
    }

    /** Offers one message after the other; the journal fails once and would work again. */
    private void assertStopsFor(
            final int failingAppend, final int failingSync, final String cause, final int acknowledgedBefore) {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            final RingKit kit = new RingKit(new FailingJournal(journal, failingAppend, failingSync), SLOTS);
            final EventRing ring = kit.ring();
            final AtomicInteger acknowledged = new AtomicInteger();
            ring.start();
            for (int i = 0; i < acknowledgedBefore; i++) {
                final int expected = i + 1;
                assertThat(ring.tryOffer(List.of(JournalKit.reading("a", i)), acknowledged::incrementAndGet))
                        .isTrue();
                await().until(() -> acknowledged.get() == expected);
            }
            assertThat(ring.tryOffer(List.of(JournalKit.reading("a", 9)), acknowledged::incrementAndGet))
                    .isTrue();
            await().until(() -> !kit.fatal().isEmpty());
            assertThat(kit.fatal()).singleElement().satisfies(e -> assertThat(e).hasMessage(cause));
            assertThat(ring.tryOffer(List.of(JournalKit.reading("a", 10)), acknowledged::incrementAndGet))
                    .as("nothing is taken any more")
                    .isFalse();
            assertThat(ring.close(1_000_000_000L)).isFalse();
            assertThat(acknowledged).hasValue(acknowledgedBefore);
        }
    }

    @Test
    void shouldStopAcknowledgingWhileTheDiskIsFullAndGoOnWhenThereIsRoom() {
        final AtomicLong usable = new AtomicLong(1L << 30);
        try (ChronicleJournal journal = ChronicleJournal.open(
                root, JournalKit.SMALL, () -> JournalKit.START_NS, System::nanoTime, usable::get)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            final EventRing ring = kit.ring();
            final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
            ring.start();
            usable.set(1L << 20);
            await().until(() -> journal.isFull());
            for (int i = 0; i < SLOTS; i++) {
                final int message = i;
                assertThat(ring.tryOffer(List.of(JournalKit.reading("a", i)), () -> acknowledged.add(message)))
                        .isTrue();
            }
            await().until(() -> kit.counters().fullPauses().sum() == 1);
            assertThat(ring.tryOffer(List.of(JournalKit.reading("a", 99)), () -> {}))
                    .isFalse();
            assertThat(acknowledged).isEmpty();
            assertThat(journal.lastPosition()).isZero();
            usable.set(1L << 30);
            await().until(() -> acknowledged.size() == SLOTS);
            assertThat(JournalKit.values(JournalKit.readAll(journal))).hasSize(SLOTS);
            assertThat(kit.fatal()).isEmpty();
            ring.close();
        }
    }

    @Test
    void shouldCloseWhileTheDiskIsFullWithoutAcknowledging() {
        final AtomicLong usable = new AtomicLong(1L << 30);
        try (ChronicleJournal journal = ChronicleJournal.open(
                root, JournalKit.SMALL, () -> JournalKit.START_NS, System::nanoTime, usable::get)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
            usable.set(0);
            await().until(() -> journal.isFull());
            kit.ring().start();
            assertThat(kit.ring().tryOffer(List.of(JournalKit.reading("a", 1)), () -> acknowledged.add(1)))
                    .isTrue();
            await().until(() -> kit.counters().fullPauses().sum() == 1);
            assertThat(kit.ring().close(1_000_000L)).isFalse();
            assertThat(acknowledged).isEmpty();
            assertThat(kit.fatal()).as("closing is no failure").isEmpty();
        }
    }

    @Test
    void shouldAcknowledgeTheOthersWhenOneSourceFailsToTakeIt() {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            final RingKit kit = new RingKit(journal, SLOTS);
            final AtomicInteger acknowledged = new AtomicInteger();
            kit.ring().tryOffer(List.of(JournalKit.reading("a", 1)), () -> {
                throw new IllegalStateException("connection closed");
            });
            kit.ring().tryOffer(List.of(JournalKit.reading("a", 2)), acknowledged::incrementAndGet);
            kit.ring().start();
            await().until(() -> acknowledged.get() == 1);
            assertThat(kit.counters().failedCallbacks().sum()).isEqualTo(1);
            kit.ring().close();
        }
    }
}
