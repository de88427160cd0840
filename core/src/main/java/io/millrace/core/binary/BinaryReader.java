package io.millrace.core.binary;

import java.nio.charset.StandardCharsets;

/** Reads what {@link BinaryWriter} wrote. Not thread-safe. */
public final class BinaryReader {
    private final byte[] bytes;
    private int at;

    public BinaryReader(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the format byte.
     *
     * @param newest the newest format this version writes
     * @throws NewerVersionException if the value was written by a newer version
     * @throws StateFormatException if it is no format at all
     */
    public int format(final int newest, final String what) {
        final int format = u8();
        if (format > newest) {
            throw new NewerVersionException(what + " has format " + format + ", this program knows up to " + newest
                    + ": it was written by a newer version; start that one");
        }
        if (format < 1) {
            throw new StateFormatException(what + " has format " + format + ": it is broken");
        }
        return format;
    }

    public int u8() {
        if (at >= bytes.length) {
            throw new StateFormatException("a stored value ends after " + bytes.length + " bytes, more were expected");
        }
        return bytes[at++] & 0xFF;
    }

    public boolean flag() {
        return u8() != 0;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            final int part = u8();
            value |= (long) (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new StateFormatException("a stored number is longer than ten bytes, at byte " + at);
    }

    /** @throws StateFormatException if it is negative or larger than what is left could hold */
    public int count() {
        final long count = number();
        if (count < 0 || count > bytes.length - at) {
            throw new StateFormatException("a stored value says it holds " + count + " things, at byte " + at);
        }
        return (int) count;
    }

    public long fixed() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) u8() << shift;
        }
        return value;
    }

    public String text() {
        final int length = count();
        final String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }
}
