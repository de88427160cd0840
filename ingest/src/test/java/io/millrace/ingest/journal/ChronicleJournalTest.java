package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
    private static final long HOUR_NS = Duration.ofHours(1).toNanos();

    @TempDir
    Path root;

    @Test
    void shouldGiveBackEachGroupWholeAndInOrder() {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(journal.append(JournalKit.group(journal, "a", 1, 2, 3))).isEqualTo(1);
            assertThat(journal.append(JournalKit.group(journal, "b", 4))).isEqualTo(2);
            final List<JournalKit.Entry> entries = JournalKit.readAll(journal);
            assertThat(entries).extracting(JournalKit.Entry::position).containsExactly(1L, 2L);
            assertThat(entries.get(0).events()).hasSize(3);
            assertThat(JournalKit.values(entries)).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void shouldGoOnNumberingAfterARestart() {
        for (int start = 0; start < 5; start++) {
            try (ChronicleJournal journal = JournalKit.open(root)) {
                assertThat(journal.lastPosition()).isEqualTo(10L * start);
                appendAll(journal, 10L * start + 1, 10L * start + 10);
            }
        }
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(journal.lastJournalledNs()).isEqualTo(JournalKit.START_NS);
            assertThat(JournalKit.values(JournalKit.readAll(journal))).isEqualTo(range(1, 50));
            assertThat(JournalKit.values(JournalKit.readAll(journal, 37))).isEqualTo(range(38, 50));
            assertThat(JournalKit.readAll(journal, 50)).isEmpty();
        }
    }

    @Test
    void shouldFollowTheWriterAndFindAnyPositionInALargeFile() {
        try (ChronicleJournal journal = JournalKit.open(root);
                JournalReader reader = journal.reader(0)) {
            for (long from = 1; from <= 20_000; from += 1000) {
                appendAll(journal, from, from + 999);
                assertThat(JournalKit.values(JournalKit.readAll(journal, reader)))
                        .isEqualTo(range(from, from + 999));
                assertThat(reader.next()).isNull();
            }
            for (final long after : new long[] {0, 1, 255, 256, 257, 4096, 9_999, 19_998, 19_999}) {
                assertThat(JournalKit.values(JournalKit.readAll(journal, after)))
                        .isEqualTo(range(after + 1, 20_000));
            }
        }
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(journal.lastPosition()).isEqualTo(20_000);
            assertThat(journal.damagedRecords()).isZero();
        }
    }

    @Test
    void shouldTakeTheLargestGroupAndRefuseALargerOne() {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            final JournalGroup group = new JournalGroup(journal.maxGroupBytes());
            final byte[] large = new byte[journal.maxGroupBytes() - JournalGroup.overheadBytes() - Integer.BYTES];
            for (int i = 0; i < 20; i++) {
                group.begin(RecordType.DEAD_LETTER);
                group.add(new UnsafeBuffer(large), 0, large.length);
                journal.append(group);
            }
            assertThat(JournalKit.readAll(journal)).hasSize(20);
            group.begin(RecordType.DEAD_LETTER);
            assertThatThrownBy(() -> group.add(new UnsafeBuffer(new byte[large.length + 1]), 0, large.length + 1))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("does not fit");
        }
    }

    @Test
    void shouldKeepTheOrderOverRollsAndWhenTheClockIsSetBack() {
        final AtomicLong clock = JournalKit.clock();
        try (ChronicleJournal journal = JournalKit.open(root, clock);
                JournalReader reader = journal.reader(0)) {
            appendAll(journal, 1, 10);
            clock.addAndGet(3 * HOUR_NS);
            appendAll(journal, 11, 20);
            clock.addAndGet(-5 * HOUR_NS);
            appendAll(journal, 21, 30);
            assertThat(JournalKit.values(JournalKit.readAll(journal, reader))).isEqualTo(range(1, 30));
        }
        clock.addAndGet(-24 * HOUR_NS);
        try (ChronicleJournal journal = JournalKit.open(root, clock)) {
            appendAll(journal, 31, 40);
            assertThat(JournalKit.values(JournalKit.readAll(journal))).isEqualTo(range(1, 40));
            assertThat(JournalKit.files(root)).hasSize(2);
        }
    }

    @Test
    void shouldDeleteOnlyFilesThatAreForwardedAsAWhole() {
        final AtomicLong clock = JournalKit.clock();
        try (ChronicleJournal journal = JournalKit.open(root, clock);
                JournalReader reader = journal.reader(0)) {
            for (int file = 0; file < 4; file++) {
                appendAll(journal, 10L * file + 1, 10L * file + 10);
                clock.addAndGet(HOUR_NS);
            }
            journal.retain(19);
            assertThat(JournalKit.files(root)).hasSize(3);
            assertThat(JournalKit.values(JournalKit.readAll(journal, 10))).isEqualTo(range(11, 40));
            journal.retain(20);
            assertThat(JournalKit.files(root)).hasSize(2);
            assertThat(JournalKit.values(JournalKit.readAll(journal)))
                    .as("from the oldest on")
                    .isEqualTo(range(21, 40));
            JournalKit.readAll(journal, reader);
            journal.retain(40);
            assertThat(JournalKit.files(root)).as("never the newest").hasSize(1);
            appendAll(journal, 41, 50);
            assertThat(JournalKit.values(JournalKit.readAll(journal, reader))).isEqualTo(range(41, 50));
        }
        try (ChronicleJournal journal = JournalKit.open(root, clock)) {
            appendAll(journal, 51, 60);
            assertThat(JournalKit.values(JournalKit.readAll(journal, 45))).isEqualTo(range(46, 60));
            assertThat(journal.damagedRecords()).isZero();
        }
    }

    @Test
    void shouldBelongToOneGatewayAtATime() {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(journal.lastPosition()).isZero();
            assertThatThrownBy(() -> JournalKit.open(root))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use by another gateway");
        }
        JournalKit.open(root).close();
    }

    @Test
    void shouldRefuseAJournalNewerThanTheProgram() throws IOException {
        JournalKit.open(root).close();
        final Path marker = root.resolve("journal-format");
        final List<String> lines = Files.readAllLines(marker);
        Files.writeString(marker, "2\n" + lines.get(1) + "\n");
        assertThatThrownBy(() -> JournalKit.open(root))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("newer Millrace");
    }

    @Test
    void shouldSaySoWhenTheDiskIsFullAtTheStart() {
        assertThatThrownBy(() -> ChronicleJournal.open(
                        root, JournalKit.SMALL, () -> JournalKit.START_NS, System::nanoTime, () -> 1000))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("make room");
    }

    @Test
    void shouldKeepWhatWasForcedToDisk() {
        final JournalSettings settings = new JournalSettings("FAST_HOURLY", 1 << 20, SyncPolicy.POWER, 2 << 20);
        final AtomicLong clock = JournalKit.clock();
        try (ChronicleJournal journal = ChronicleJournal.open(root, settings, clock::get, System::nanoTime)) {
            journal.sync();
            for (int i = 1; i <= 100; i++) {
                journal.append(JournalKit.group(journal, "a", i));
                journal.sync();
                clock.addAndGet(HOUR_NS / 30);
            }
            assertThat(JournalKit.values(JournalKit.readAll(journal))).isEqualTo(range(1, 100));
        }
    }

    private static void appendAll(final Journal journal, final long from, final long to) {
        for (long value = from; value <= to; value++) {
            journal.append(JournalKit.group(journal, "a", value));
        }
    }

    private static List<Long> range(final long from, final long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
