package io.millrace.ingest.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One record on disk, little-endian. The header carries all that is needed to find, check and order records without Chronicle's
 * own structures.
 *
 * <pre>
 *  0  2  magic
 *  2  1  format, 1
 *  3  1  type
 *  4  4  CRC32C of the bytes 0 to 3 and 8 to the end
 *  8  8  position: number of the record, from 1
 * 16  8  when it was journalled, gateway clock, nanoseconds since the epoch
 * 24  4  number of entries
 * 28  4  length of the record in bytes, header included, a multiple of 4
 * 32     entries: length (4), bytes, zeros up to a multiple of 4
 * </pre>
 */
final class RecordLayout {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final int HEADER_BYTES = 32;
    static final short MAGIC = 0x524D;
    static final byte FORMAT = 1;
    private static final int FORMAT_AT = 2;
    private static final int TYPE_AT = 3;
    private static final int CRC_AT = 4;
    private static final int POSITION_AT = 8;
    private static final int JOURNALLED_AT = 16;
    private static final int COUNT_AT = 24;
    private static final int LENGTH_AT = 28;

    private RecordLayout() {}

    static int align(final int length) {
        return (length + 3) & ~3;
    }

    /** @param bytes the same as the buffer; its position and limit are changed */
    static void seal(
            final MutableDirectBuffer buffer,
            final CRC32C crc,
            final ByteBuffer bytes,
            final int length,
            final RecordType type,
            final int count,
            final long position,
            final long journalledNs) {
        buffer.putShort(0, MAGIC, ORDER);
        buffer.putByte(FORMAT_AT, FORMAT);
        buffer.putByte(TYPE_AT, type.code());
        buffer.putLong(POSITION_AT, position, ORDER);
        buffer.putLong(JOURNALLED_AT, journalledNs, ORDER);
        buffer.putInt(COUNT_AT, count, ORDER);
        buffer.putInt(LENGTH_AT, length, ORDER);
        buffer.putInt(CRC_AT, crc(crc, bytes, 0, length), ORDER);
    }

    /** True if the bytes are one whole record, as it was written. */
    static boolean isIntact(final DirectBuffer buffer, final ByteBuffer bytes, final int offset, final int length) {
        return length >= HEADER_BYTES
                && buffer.getShort(offset, ORDER) == MAGIC
                && buffer.getInt(offset + LENGTH_AT, ORDER) == length
                && buffer.getInt(offset + CRC_AT, ORDER) == crc(new CRC32C(), bytes.duplicate(), offset, length);
    }

    /** Length the record at this offset claims to have, or -1 if there is nothing like a record. */
    static int claimedLength(final DirectBuffer buffer, final int offset, final int maxLength) {
        if (buffer.getShort(offset, ORDER) != MAGIC) {
            return -1;
        }
        final int length = buffer.getInt(offset + LENGTH_AT, ORDER);
        return length < HEADER_BYTES || length > maxLength || align(length) != length ? -1 : length;
    }

    /** Refuses a format this program does not know; asked only about intact records. */
    static void checkFormat(final DirectBuffer buffer, final int offset) {
        final byte format = buffer.getByte(offset + FORMAT_AT);
        if (format != FORMAT) {
            throw new JournalException("journal record has format " + format + ", this program knows up to " + FORMAT
                    + ": read it with the newer Millrace that wrote it");
        }
    }

    static RecordType type(final DirectBuffer buffer, final int offset) {
        return RecordType.of(buffer.getByte(offset + TYPE_AT));
    }

    static long position(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + POSITION_AT, ORDER);
    }

    static long journalledNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + JOURNALLED_AT, ORDER);
    }

    static int count(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + COUNT_AT, ORDER);
    }

    private static int crc(final CRC32C crc, final ByteBuffer view, final int offset, final int length) {
        crc.reset();
        view.limit(offset + CRC_AT).position(offset);
        crc.update(view);
        view.limit(offset + length).position(offset + POSITION_AT);
        crc.update(view);
        return (int) crc.getValue();
    }
}
