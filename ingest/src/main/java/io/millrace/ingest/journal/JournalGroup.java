package io.millrace.ingest.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Where a message is gathered before it is appended. Reused from message to message; belongs to the appending thread. */
public final class JournalGroup {
    private static final int INITIAL_BYTES = 64 * 1024;

    private final int maxBytes;
    private ByteBuffer bytes = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private ByteBuffer summed = bytes.duplicate();
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private RecordType type = RecordType.EVENTS;
    private int length = RecordLayout.HEADER_BYTES;
    private int count;

    /** @param maxBytes as {@link Journal#maxGroupBytes()} says */
    public JournalGroup(final int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Bytes an entry of this length takes up in a group. */
    public static int entryBytes(final int entryLength) {
        return RecordLayout.align(Integer.BYTES + entryLength);
    }

    /** Bytes a group takes up without its entries. */
    public static int overheadBytes() {
        return RecordLayout.HEADER_BYTES;
    }

    /** Starts anew, empty. */
    public void begin(final RecordType newType) {
        type = newType;
        length = RecordLayout.HEADER_BYTES;
        count = 0;
    }

    /** @throws JournalException if the group would become larger than the journal takes; the ring sees to it that this never happens */
    public void add(final DirectBuffer source, final int offset, final int entryLength) {
        ensure(length + entryBytes(entryLength));
        buffer.putInt(length, entryLength, RecordLayout.ORDER);
        buffer.putBytes(length + Integer.BYTES, source, offset, entryLength);
        length = RecordLayout.align(length + Integer.BYTES + entryLength);
        count++;
    }

    public int count() {
        return count;
    }

    public int lengthBytes() {
        return length;
    }

    private void ensure(final int needed) {
        if (needed > maxBytes) {
            throw new JournalException("a message of more than " + maxBytes + " bytes does not fit the journal");
        }
        if (needed > bytes.capacity()) {
            final ByteBuffer larger =
                    ByteBuffer.allocateDirect(Math.min(maxBytes, Math.max(needed, 2 * bytes.capacity())));
            buffer.getBytes(0, larger, 0, length);
            bytes = larger;
            summed = larger.duplicate();
            buffer.wrap(larger);
        }
    }

    /** Writes header and checksum; from here on {@link #address()} and {@link #lengthBytes()} are what goes to disk. */
    void seal(final long position, final long journalledNs) {
        RecordLayout.seal(buffer, crc, summed, length, type, count, position, journalledNs);
    }

    long address() {
        return buffer.addressOffset();
    }
}
