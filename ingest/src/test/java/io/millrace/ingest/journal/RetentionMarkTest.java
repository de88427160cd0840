package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four files of ten records; what retention deletes is forgotten in silence, and nothing else is. */
class RetentionMarkTest {
    private static final long HOUR_NS = Duration.ofHours(1).toNanos();
    private static final int FILES = 4;

    @TempDir
    Path root;

    private final AtomicLong clock = JournalKit.clock();

    @BeforeEach
    void writeSome() {
        try (ChronicleJournal journal = open()) {
            for (int file = 0; file < FILES; file++) {
                for (int i = 1; i <= 10; i++) {
                    journal.append(JournalKit.group(journal, "a", 10L * file + i));
                }
                clock.addAndGet(HOUR_NS);
            }
        }
        assertThat(JournalKit.files(root)).hasSize(FILES);
    }

    @Test
    void shouldPassInSilenceWhatRetentionDeleted() {
        retain(20);
        assertFinds(0, 21, 40, List.of());
    }

    @Test
    void shouldDeclareTheFirstRecordOfTheOldestFile() throws IOException {
        destroy(1);
        assertFinds(0, 2, 40, List.of("record 1"));
    }

    @Test
    void shouldDeclareTheFirstRecordBehindWhatRetentionDeleted() throws IOException {
        retain(20);
        destroy(21);
        assertFinds(0, 22, 40, List.of("record 21"));
    }

    @Test
    void shouldDeclareAnOldestFileThatSomebodyDeleted() throws IOException {
        retain(10);
        Files.delete(JournalKit.files(root).get(0));
        assertFinds(0, 21, 40, List.of("records 11 to 20"));
    }

    @Test
    void shouldDeclareWhatRetentionWouldHaveKeptWhenAllFilesAreGoneAndGoOnBehind() throws IOException {
        retain(20);
        for (final Path file : JournalKit.files(root)) {
            Files.delete(file);
        }
        try (ChronicleJournal journal = open()) {
            assertThat(journal.lastPosition()).as("there was a record behind").isEqualTo(21);
            assertThat(JournalKit.readAll(journal)).isEmpty();
            assertThat(finds(journal)).containsExactly("record 21");
            assertThat(journal.append(JournalKit.group(journal, "a", 22))).isEqualTo(22);
            assertThat(JournalKit.values(JournalKit.readAll(journal))).containsExactly(22L);
        }
    }

    @Test
    void shouldReadWhatACrashBetweenMarkAndDeletionLeft() throws IOException {
        final List<Path> files = JournalKit.files(root);
        final List<byte[]> contents = new ArrayList<>();
        for (final Path file : files) {
            contents.add(Files.readAllBytes(file));
        }
        retain(20);
        Files.write(files.get(1), contents.get(1));
        assertFinds(0, 11, 40, List.of());
        Files.write(files.get(0), contents.get(0));
        assertFinds(0, 1, 40, List.of());
        destroy(1);
        assertFinds(0, 2, 40, List.of(), "no more is promised than what is behind the mark");
        retain(20);
        assertThat(JournalKit.files(root)).hasSize(2);
    }

    @Test
    void shouldMakeTheMarkDurableBeforeItDeletes() throws IOException {
        // A folder in its place cannot be replaced by a file.
        Files.delete(mark());
        Files.createDirectories(mark().resolve("full"));
        try (ChronicleJournal journal = open()) {
            assertThat(retainFails(journal)).isTrue();
            assertThat(JournalKit.files(root))
                    .as("nothing is deleted that is not marked")
                    .hasSize(FILES);
        }
    }

    @Test
    void shouldSayNothingOfTheFirstRecordWithoutTheMark() throws IOException {
        retain(20);
        destroy(21);
        Files.delete(mark());
        assertFinds(0, 22, 40, List.of(), "the twin: deleted or damaged, nobody knows");
    }

    @Test
    void shouldStillMissWhatIsBehindTheForwardedPositionWithoutTheMark() throws IOException {
        retain(20);
        destroy(21);
        Files.delete(mark());
        assertFinds(20, 22, 40, List.of("record 21"));
    }

    @Test
    void shouldReadAllThereIsWhateverBecameOfTheMark() throws IOException {
        retain(20);
        final byte[] intact = Files.readAllBytes(mark());
        for (int i = 0; i < intact.length - 1; i++) {
            final byte[] damaged = intact.clone();
            damaged[i] ^= 1;
            Files.write(mark(), damaged);
            assertFinds(0, 21, 40, List.of());
        }
        for (final int length : new int[] {0, 1, 40, intact.length - 2}) {
            Files.write(mark(), Arrays.copyOf(intact, length));
            assertFinds(0, 21, 40, List.of());
        }
    }

    @Test
    void shouldNotBelieveTheMarkOfAnotherJournal(@TempDir final Path other) throws IOException {
        JournalKit.open(other).close();
        Files.copy(other.resolve(RetentionMark.FILE), mark(), StandardCopyOption.REPLACE_EXISTING);
        destroy(1);
        assertFinds(0, 2, 40, List.of());
    }

    @Test
    void shouldMarkAnewWithTheNextDeletion() throws IOException {
        retain(10);
        Files.delete(mark());
        retain(20);
        destroy(21);
        assertFinds(0, 22, 40, List.of("record 21"));
    }

    @Test
    void shouldMarkAJournalWithoutOneThatBeginsWithItsFirstRecord() throws IOException {
        Files.delete(mark());
        open().close();
        destroy(1);
        assertFinds(0, 2, 40, List.of("record 1"));
    }

    @Test
    void shouldDeleteFilesWithoutAnyRecordAsWell() throws IOException {
        final Path second = JournalKit.files(root).get(1);
        Files.write(second, new byte[4096]);
        retain(30);
        assertThat(JournalKit.files(root)).hasSize(1).doesNotContain(second);
        assertFinds(0, 31, 40, List.of());
    }

    @Test
    void shouldSayOnceThatManyRecordsAreGone() throws IOException {
        Files.delete(JournalKit.files(root).get(0));
        try (ChronicleJournal journal = open()) {
            JournalKit.readAll(journal, 5);
            JournalKit.readAll(journal, 0);
            JournalKit.readAll(journal, 3);
            assertThat(finds(journal)).containsExactly("records 6 to 10", "records 1 to 5");
            assertThat(journal.damagedRecords()).isEqualTo(10);
        }
    }

    /** What stands at the end has no successor that would miss it: a limit, told in the documentation. */
    @Test
    void shouldNotKnowOfANewestFileThatSomebodyDeleted() throws IOException {
        Files.delete(JournalKit.files(root).get(FILES - 1));
        try (ChronicleJournal journal = open()) {
            assertThat(journal.append(JournalKit.group(journal, "a", 31))).isEqualTo(31);
        }
        assertFinds(0, 1, 31, List.of());
    }

    private ChronicleJournal open() {
        return JournalKit.open(root, clock);
    }

    private Path mark() {
        return root.resolve(RetentionMark.FILE);
    }

    private void retain(final long upTo) {
        try (ChronicleJournal journal = open()) {
            journal.retain(upTo);
        }
    }

    private static boolean retainFails(final ChronicleJournal journal) {
        try {
            journal.retain(20);
            return false;
        } catch (final JournalException e) {
            return true;
        }
    }

    /** Flips a bit in the journalling time of a record. */
    private void destroy(final long position) throws IOException {
        for (final Path file : JournalKit.files(root)) {
            final byte[] bytes = Files.readAllBytes(file);
            final int at = JournalKit.offsetOf(bytes, position);
            if (at >= 0) {
                bytes[at + 16] ^= 1;
                Files.write(file, bytes);
                return;
            }
        }
        throw new AssertionError("no record " + position);
    }

    private void assertFinds(final long after, final long from, final long to, final List<String> damaged) {
        assertFinds(after, from, to, damaged, "");
    }

    private void assertFinds(
            final long after, final long from, final long to, final List<String> damaged, final String why) {
        try (ChronicleJournal journal = open()) {
            assertThat(JournalKit.values(JournalKit.readAll(journal, after)))
                    .isEqualTo(LongStream.rangeClosed(from, to).boxed().toList());
            assertThat(finds(journal)).as(why).isEqualTo(damaged);
        }
    }

    private static List<String> finds(final Journal journal) {
        final List<String> finds = new ArrayList<>();
        for (DamagedRecords found = journal.pollDamaged(); found != null; found = journal.pollDamaged()) {
            finds.add(found.range());
        }
        return finds;
    }
}
