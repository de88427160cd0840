package io.millrace.benchmarks.path;

import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.JournalReader;
import io.millrace.ingest.journal.JournalRecord;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.RecordType;
import io.millrace.ingest.journal.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A file that messages are appended to, each whole and found again. One thread. */
interface Log extends AutoCloseable {
    static Log open(final LogKind kind, final Path folder) throws IOException {
        return switch (kind) {
            case MILLRACE -> new OfMillrace(folder);
            case CHRONICLE -> new OfChronicle(folder);
            case FILE_CHANNEL -> new OfFileChannel(folder);
        };
    }

    void append(byte[] message) throws IOException;

    /** Forces what has been appended to the disk. */
    void commit() throws IOException;

    /** All messages, in order. */
    List<byte[]> read() throws IOException;

    @Override
    void close() throws IOException;

    /** Ours, with position, time, checksum and a look at the disk's room. */
    final class OfMillrace implements Log {
        private final Journal journal;
        private final JournalGroup group;
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

        OfMillrace(final Path folder) {
            journal = ChronicleJournal.open(
                    folder, JournalSettings.of(SyncPolicy.POWER), () -> 1_790_000_000_000_000_000L, System::nanoTime);
            group = new JournalGroup(journal.maxGroupBytes());
        }

        @Override
        public void append(final byte[] message) throws IOException {
            if (journal.isFull()) {
                throw new IOException("the disk is full");
            }
            buffer.wrap(message);
            group.begin(RecordType.EVENTS);
            group.add(buffer, 0, message.length);
            journal.append(group);
        }

        @Override
        public void commit() {
            journal.sync();
        }

        @Override
        public List<byte[]> read() {
            final List<byte[]> messages = new ArrayList<>();
            try (JournalReader reader = journal.reader(0)) {
                for (JournalRecord each = reader.next(); each != null; each = reader.next()) {
                    each.forEach((index, bytes, offset, length) -> {
                        final byte[] message = new byte[length];
                        bytes.getBytes(offset, message);
                        messages.add(message);
                    });
                }
            }
            return messages;
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    /** Chronicle Queue as it is, with the same files. Its own sync only logs when it fails, so the file itself is forced. */
    final class OfChronicle implements Log {
        private final SingleChronicleQueue queue;
        private final ExcerptAppender appender;
        private final Bytes<?> bytes = Bytes.allocateElasticDirect(Channel.BYTES);
        private @Nullable FileChannel file;

        OfChronicle(final Path folder) {
            queue = SingleChronicleQueueBuilder.binary(folder)
                    .rollCycle(RollCycles.FAST_HOURLY)
                    .blockSize(JournalSettings.of(SyncPolicy.POWER).blockBytes())
                    .timeProvider(() -> 1_790_000_000_000L)
                    .build();
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
        }

        @Override
        public void append(final byte[] message) {
            bytes.clear();
            bytes.write(message);
            appender.writeBytes(bytes);
        }

        @Override
        public void commit() throws IOException {
            FileChannel open = file;
            if (open == null) {
                open = FileChannel.open(
                        appender.currentFile().toPath(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                file = open;
            }
            open.force(false);
        }

        @Override
        public List<byte[]> read() {
            final List<byte[]> messages = new ArrayList<>();
            final Bytes<?> read = Bytes.allocateElasticOnHeap();
            try (ExcerptTailer tailer = queue.createTailer()) {
                while (tailer.readBytes(read)) {
                    messages.add(read.toByteArray());
                    read.clear();
                }
            }
            return messages;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
            appender.close();
            queue.close();
            bytes.releaseLast();
        }
    }

    /** A plain file: length, checksum, bytes; one write a message. */
    final class OfFileChannel implements Log {
        private static final int HEADER_BYTES = 2 * Integer.BYTES;

        private final FileChannel file;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        private final CRC32C crc = new CRC32C();

        OfFileChannel(final Path folder) throws IOException {
            file = FileChannel.open(
                    folder.resolve("log"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        }

        @Override
        public void append(final byte[] message) throws IOException {
            buffer.clear();
            buffer.putInt(message.length).putInt(crc(message)).put(message).flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        }

        private int crc(final byte[] message) {
            crc.reset();
            crc.update(message);
            return (int) crc.getValue();
        }

        @Override
        public void commit() throws IOException {
            file.force(false);
        }

        @Override
        public List<byte[]> read() throws IOException {
            final List<byte[]> messages = new ArrayList<>();
            final ByteBuffer all = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            while (all.remaining() >= HEADER_BYTES) {
                final byte[] message = new byte[all.getInt()];
                final int expected = all.getInt();
                all.get(message);
                if (crc(message) != expected) {
                    throw new IOException("a damaged message");
                }
                messages.add(message);
            }
            return messages;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
