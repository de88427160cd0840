package io.millrace.ingest.journal;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One record as a reader holds it: a view of the reader's own copy, valid until the reader's next step. */
public final class JournalRecord {
    /** Takes the entries of a record, in order. */
    @FunctionalInterface
    public interface EntryConsumer {
        /** @param index of the entry in the record, from 0 */
        void accept(int index, DirectBuffer buffer, int offset, int length);
    }

    private ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int length;

    public long position() {
        return RecordLayout.position(buffer, 0);
    }

    public RecordType type() {
        return RecordLayout.type(buffer, 0);
    }

    /** Gateway clock when it was journalled, nanoseconds since the epoch. */
    public long journalledNs() {
        return RecordLayout.journalledNs(buffer, 0);
    }

    /** Number of entries: events of the message, or 1 for a dead letter. */
    public int count() {
        return RecordLayout.count(buffer, 0);
    }

    public void forEach(final EntryConsumer consumer) {
        int at = RecordLayout.HEADER_BYTES;
        for (int i = 0, n = count(); i < n; i++) {
            final int entryLength = buffer.getInt(at, RecordLayout.ORDER);
            consumer.accept(i, buffer, at + Integer.BYTES, entryLength);
            at += JournalGroup.entryBytes(entryLength);
        }
    }

    void copyFrom(final DirectBuffer source, final int offset, final int newLength) {
        if (newLength > bytes.capacity()) {
            bytes = ByteBuffer.allocateDirect(Integer.highestOneBit(newLength) << 1);
            buffer.wrap(bytes);
        }
        source.getBytes(offset, bytes, 0, newLength);
        length = newLength;
    }

    boolean isIntact() {
        return RecordLayout.isIntact(buffer, bytes, 0, length);
    }

    void checkFormat() {
        RecordLayout.checkFormat(buffer, 0);
    }

    byte[] toByteArray() {
        final byte[] copy = new byte[length];
        buffer.getBytes(0, copy);
        return copy;
    }
}
