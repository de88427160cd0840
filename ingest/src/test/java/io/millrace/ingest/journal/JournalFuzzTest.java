package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the files of two earlier starts (those of a third are deleted, as forwarded), the journal opens, tells what is
 * left of what was written, and nothing else, and takes what comes next. What is missing in front of what it reads it counts.
 */
class JournalFuzzTest {
    private static final int RECORDS_OF_A_START = 4;
    private static final int DELETED = RECORDS_OF_A_START;
    private static final int WRITTEN = 3 * RECORDS_OF_A_START;
    private static final byte[] FORMAT =
            "1\n00000000-0000-4000-8000-000000000001\n".getBytes(StandardCharsets.US_ASCII);
    /** Around the records: what Chronicle puts before them, and nothing. */
    private static final int MARGIN = 64;

    /** Where the first record begins, in a change of the first file. */
    private static final int FIRST_RECORD = MARGIN;

    private static final byte[] FIRST_RECORD_FLIPPED = change(0, Change.FLIP, FIRST_RECORD + 40, 3, 0);

    private static Path folder = Path.of("");
    private static final List<Path> names = new ArrayList<>();
    private static final List<byte[]> intact = new ArrayList<>();
    private static final Set<ByteBuffer> written = new HashSet<>();
    private static byte[] retention = {};

    @BeforeAll
    static void writeSome() throws IOException {
        folder = Files.createTempDirectory("journal-fuzz");
        final Path root = Files.createDirectory(folder.resolve("intact"));
        Files.write(root.resolve("journal-format"), FORMAT);
        for (int start = 0; start < 3; start++) {
            try (ChronicleJournal journal = JournalKit.open(root)) {
                for (int i = 1; i <= RECORDS_OF_A_START; i++) {
                    journal.append(JournalKit.group(journal, "line/machine", start * RECORDS_OF_A_START + i));
                }
                journal.retain(DELETED);
            }
        }
        for (final Path file : JournalKit.files(root)) {
            names.add(root.relativize(file));
            final byte[] all = Files.readAllBytes(file);
            final byte[] used = Arrays.copyOf(all, end(all) + MARGIN & -4);
            intact.add(used);
            written.addAll(records(used));
        }
        assertThat(written).hasSize(WRITTEN - DELETED);
        retention = Files.readAllBytes(root.resolve(RetentionMark.FILE));
    }

    @AfterAll
    static void removeAll() throws IOException {
        delete(folder);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                changes(),
                change(0, Change.FLIP, 100, 3, 0),
                change(0, Change.FLIP, 300, 3, 0),
                change(1, Change.SET, 300, 0x80, 0),
                change(0, Change.CLEAR, 70, 16, 0),
                change(1, Change.COPY, 80, 200, 120),
                change(0, Change.CUT, 333, 0, 0),
                changes(change(0, Change.CUT, 0, 0, 0), change(1, Change.CUT, 0, 0, 0)),
                change(0, Change.CUT, 0, 0, 0),
                FIRST_RECORD_FLIPPED,
                change(0, Change.CLEAR, FIRST_RECORD, 32, 0),
                change(0, Change.RETENTION, 39, '3', 0),
                changes(change(0, Change.RETENTION, 45, 'x', 0), FIRST_RECORD_FLIPPED),
                change(0, Change.FORMAT, 0, '2', 0),
                change(0, Change.FORMAT, 5, 'x', 0));
    }

    private enum Change {
        SET,
        FLIP,
        CLEAR,
        COPY,
        CUT,
        FORMAT,
        RETENTION
    }

    /** @param changes six bytes each: file and kind, where (two bytes), two numbers of one and two bytes */
    @MethodSource("seeds")
    @FuzzTest
    void shouldTellWhatIsLeftAndGoOn(final byte[] changes) throws IOException {
        final byte[][] files = {intact.get(0).clone(), intact.get(1).clone(), FORMAT.clone(), retention.clone()};
        final ByteBuffer in = ByteBuffer.wrap(changes);
        while (in.remaining() >= 6) {
            apply(in, files);
        }
        for (int i = 0; i < 2; i++) {
            if (!written.containsAll(records(files[i]))) {
                // A checksum is no signature: the fuzzer can compute one, too.
                return;
            }
        }
        final Path root = Files.createTempDirectory(folder, "changed");
        try {
            restore(root, files);
            check(root, !Arrays.equals(files[2], FORMAT), Arrays.equals(files[3], retention));
        } finally {
            delete(root);
        }
    }

    @Test
    void shouldNotSeeThatTheFirstRecordIsDamagedWithoutTheRetentionMark() throws IOException {
        final byte[][] files = {intact.get(0).clone(), intact.get(1).clone(), FORMAT, retention};
        apply(ByteBuffer.wrap(FIRST_RECORD_FLIPPED), files);
        final Path root = Files.createTempDirectory(folder, "changed");
        restore(root, files);
        Files.delete(root.resolve(RetentionMark.FILE));
        assertThatThrownBy(() -> check(root, false, true)).isInstanceOf(AssertionError.class);
    }

    /** @param isMarked false if the retention mark or what it belongs to was changed: what is missing at the front is then unknown */
    private static void check(final Path root, final boolean mayRefuse, final boolean isMarked) {
        final List<Long> values;
        try (ChronicleJournal journal = JournalKit.open(root)) {
            journal.append(JournalKit.group(journal, "line/machine", 100));
            journal.append(JournalKit.group(journal, "line/machine", 101));
            values = check(journal, isMarked && !mayRefuse);
        } catch (final JournalException refused) {
            assertThat(mayRefuse).as(refused.getMessage()).isTrue();
            return;
        }
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(check(journal, isMarked && !mayRefuse)).as("read again").isEqualTo(values);
        }
    }

    private static List<Long> check(final ChronicleJournal journal, final boolean isMarked) {
        final List<JournalKit.Entry> entries = JournalKit.readAll(journal);
        final List<Long> values = JournalKit.values(entries);
        final int old = values.size() - 2;
        assertThat(values.subList(old, values.size())).containsExactly(100L, 101L);
        final long missing = journal.lastPosition() - entries.size();
        if (isMarked) {
            assertThat(journal.damagedRecords())
                    .as("what is not among %s", values)
                    .isEqualTo(missing - DELETED);
        } else {
            assertThat(journal.damagedRecords())
                    .as("what is not among %s", values)
                    .isBetween(missing - (entries.get(0).position() - 1), missing);
        }
        for (int i = 0; i < old; i++) {
            final long value = values.get(i);
            assertThat(entries.get(i).position()).isEqualTo(value);
            assertThat(value).isBetween(i == 0 ? DELETED + 1L : values.get(i - 1) + 1, (long) WRITTEN);
        }
        return values;
    }

    private static void apply(final ByteBuffer in, final byte[][] files) {
        final int head = in.get() & 0xff;
        final int file = head >> 7;
        final byte[] bytes = files[file];
        final int first = first(intact.get(file)) - MARGIN;
        final int where = in.getShort() & 0xffff;
        final int number = in.get() & 0xff;
        final int from = in.getShort() & 0xffff;
        final Change change = Change.values()[head % Change.values().length];
        if (change == Change.FORMAT) {
            files[2][where % FORMAT.length] = (byte) number;
            return;
        }
        if (change == Change.RETENTION) {
            files[3][where % retention.length] = (byte) number;
            return;
        }
        if (bytes.length <= first) {
            return;
        }
        final int at = first + where % (bytes.length - first);
        switch (change) {
            case SET -> bytes[at] = (byte) number;
            case FLIP -> bytes[at] ^= (byte) (1 << number % 8);
            case CLEAR -> Arrays.fill(bytes, at, Math.min(bytes.length, at + number), (byte) 0);
            case COPY -> {
                final int source = first + from % (bytes.length - first);
                System.arraycopy(bytes, source, bytes, at, Math.min(number, bytes.length - Math.max(at, source)));
            }
            default -> files[file] = Arrays.copyOf(bytes, number == 0 ? from : at);
        }
    }

    private static void restore(final Path root, final byte[][] files) throws IOException {
        for (int i = 0; i < 2; i++) {
            final Path file = root.resolve(names.get(i));
            Files.createDirectories(file.getParent());
            Files.write(file, files[i]);
        }
        Files.write(root.resolve("journal-format"), files[2]);
        Files.write(root.resolve(RetentionMark.FILE), files[3]);
    }

    /** Where anything that is not zero ends. */
    private static int end(final byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static int first(final byte[] bytes) {
        final ByteBuffer view = ByteBuffer.wrap(bytes).order(RecordLayout.ORDER);
        int at = 0;
        while (view.getShort(at) != RecordLayout.MAGIC) {
            at += 4;
        }
        return at;
    }

    /** All that is an intact record, wherever it stands. */
    private static Set<ByteBuffer> records(final byte[] bytes) {
        final Set<ByteBuffer> records = new HashSet<>();
        final ByteBuffer view = ByteBuffer.wrap(bytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (int at = 0; at <= bytes.length - RecordLayout.HEADER_BYTES; at++) {
            final int length = RecordLayout.claimedLength(buffer, at, bytes.length - at);
            if (length > 0 && RecordLayout.isIntact(buffer, view, at, length)) {
                records.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + length)));
            }
        }
        return records;
    }

    private static byte[] change(
            final int file, final Change change, final int where, final int number, final int from) {
        // The kind is the rest of a division by their number, of which the sign bit is part.
        int head = file << 7;
        while (head % Change.values().length != change.ordinal()) {
            head++;
        }
        return ByteBuffer.allocate(6)
                .put((byte) head)
                .putShort((short) where)
                .put((byte) number)
                .putShort((short) from)
                .array();
    }

    private static byte[] changes(final byte[]... each) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] one : each) {
            all.writeBytes(one);
        }
        return all.toByteArray();
    }

    private static void delete(final Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
