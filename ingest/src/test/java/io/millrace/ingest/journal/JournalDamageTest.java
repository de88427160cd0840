package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flipped bit, or an end torn off, costs the record it hits and nothing else. */
class JournalDamageTest {
    private static final int RECORDS = 7;
    /** Chronicle's length word stands before each record. */
    private static final int CHRONICLE_HEADER = 4;

    @TempDir
    Path root;

    private Path file = Path.of("");
    private byte[] intact = {};

    @BeforeEach
    void writeSome() throws IOException {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            for (int i = 1; i <= RECORDS; i++) {
                journal.append(JournalKit.group(journal, "line/machine", i));
            }
        }
        file = JournalKit.files(root).get(0);
        intact = Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldQuarantineARecordWithAFlippedBitAndReadOnBehindIt(final int record) throws IOException {
        final List<Long> others = LongStream.rangeClosed(1, RECORDS)
                .filter(i -> i != record)
                .boxed()
                .toList();
        final int at = offsetOf(record);
        final int length = offsetOf(record + 1) - at - CHRONICLE_HEADER;
        for (int offset = at; offset < at + length; offset++) {
            flip(offset, offset % 8);
            try (ChronicleJournal journal = JournalKit.open(root)) {
                assertThat(JournalKit.values(JournalKit.readAll(journal)))
                        .as("byte %d of the record", offset - at)
                        .isEqualTo(others);
                assertThat(journal.damagedRecords()).isEqualTo(1);
                assertThat(root.resolve("quarantine/record-" + record + ".bin")).isNotEmptyFile();
                JournalKit.readAll(journal);
                assertThat(journal.damagedRecords()).as("counted once").isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldMissARecordWhoseHeaderIsZero(final int record) throws IOException {
        final byte[] damaged = intact.clone();
        final int at = offsetOf(record);
        Arrays.fill(damaged, at, at + RecordLayout.HEADER_BYTES, (byte) 0);
        restore(damaged);
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(JournalKit.values(JournalKit.readAll(journal)))
                    .hasSize(RECORDS - 1)
                    .doesNotContain((long) record);
            assertThat(journal.damagedRecords()).isEqualTo(1);
        }
    }

    @Test
    void shouldLoseNothingWhenChroniclesOwnHeaderIsDamaged() throws IOException {
        final int at = offsetOf(4) - CHRONICLE_HEADER;
        for (int bit = 0; bit < 8 * CHRONICLE_HEADER; bit++) {
            flip(at + bit / 8, bit % 8);
            try (ChronicleJournal journal = JournalKit.open(root)) {
                assertThat(JournalKit.values(JournalKit.readAll(journal)))
                        .as("bit %d of the header", bit)
                        .isEqualTo(LongStream.rangeClosed(1, RECORDS).boxed().toList());
                assertThat(journal.append(JournalKit.group(journal, "line/machine", 100)))
                        .isEqualTo(RECORDS + 1);
                assertThat(journal.damagedRecords()).isZero();
            }
        }
    }

    @Test
    void shouldCutATornTailAndGoOnBehindIt() throws IOException {
        final int at = offsetOf(RECORDS);
        int lastByte = intact.length - 1;
        while (intact[lastByte] == 0) {
            lastByte--;
        }
        for (int kept = at - CHRONICLE_HEADER; kept <= lastByte; kept++) {
            final byte[] torn = intact.clone();
            Arrays.fill(torn, kept, torn.length, (byte) 0);
            restore(torn);
            try (ChronicleJournal journal = JournalKit.open(root)) {
                assertThat(journal.lastPosition()).isEqualTo(RECORDS - 1);
                journal.append(JournalKit.group(journal, "line/machine", 100));
                journal.append(JournalKit.group(journal, "line/machine", 101));
                assertThat(JournalKit.values(JournalKit.readAll(journal)))
                        .as("torn at byte %d", kept - at)
                        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 100L, 101L);
                assertThat(journal.damagedRecords()).isZero();
            }
        }
    }

    /** What the warning at a start is made of. Where nothing is left, nothing can be noticed: told in the documentation. */
    @Test
    void shouldNoticeWhatIsLeftBehindTheLastRecord() throws IOException {
        final JournalFiles files = new JournalFiles(root.resolve("queue"), 1 << 20);
        assertThat(files.last()).isEqualTo(new JournalFiles.Last(RECORDS, JournalKit.START_NS, null));

        flip(offsetOf(RECORDS) + RecordLayout.HEADER_BYTES, 0);
        assertThat(files.last()).isEqualTo(new JournalFiles.Last(RECORDS - 1, JournalKit.START_NS, file));

        final byte[] zeroed = intact.clone();
        Arrays.fill(zeroed, offsetOf(RECORDS) - CHRONICLE_HEADER, zeroed.length, (byte) 0);
        restore(zeroed);
        assertThat(files.last()).isEqualTo(new JournalFiles.Last(RECORDS - 1, JournalKit.START_NS, null));

        final byte[] destroyed = intact.clone();
        for (int position = 1; position <= RECORDS; position++) {
            destroyed[offsetOf(position) + RecordLayout.HEADER_BYTES] ^= 1;
        }
        restore(destroyed);
        assertThat(files.last()).as("not one record can be read").isEqualTo(new JournalFiles.Last(0, 0, file));
    }

    @Test
    void shouldPutNothingBehindWhatADyingWriterLeft() throws IOException {
        final byte[] unfinished = intact.clone();
        unfinished[offsetOf(RECORDS) - 1] |= (byte) 0x80;
        Files.write(file, unfinished);
        try (ChronicleJournal journal = JournalKit.open(root)) {
            journal.append(JournalKit.group(journal, "line/machine", 100));
            assertThat(JournalKit.values(JournalKit.readAll(journal)))
                    .as("whole, though Chronicle was not done with it")
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 100L);
        }
        assertThat(file).hasBinaryContent(unfinished);
    }

    @Test
    void shouldLeaveAloneWhatIsNoFolderOfAStart() throws IOException {
        final Path copy = Files.createDirectory(root.resolve("queue/0000000001.bak"));
        Files.copy(file, copy.resolve(file.getFileName()));
        Files.writeString(root.resolve("queue/notes.txt"), "copied before the move");
        try (ChronicleJournal journal = JournalKit.open(root)) {
            journal.append(JournalKit.group(journal, "line/machine", 100));
            assertThat(JournalKit.values(JournalKit.readAll(journal)))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 100L);
        }
        assertThat(copy).isNotEmptyDirectory();
    }

    private void flip(final int offset, final int bit) throws IOException {
        final byte[] damaged = intact.clone();
        damaged[offset] ^= (byte) (1 << bit);
        restore(damaged);
    }

    /** The journal as it was left by its first start, but for the content of its file. */
    private void restore(final byte[] content) throws IOException {
        for (final Path later : JournalKit.files(root)) {
            Files.delete(later);
        }
        Files.write(file, content);
    }

    private int offsetOf(final long position) {
        return JournalKit.offsetOf(intact, position);
    }
}
