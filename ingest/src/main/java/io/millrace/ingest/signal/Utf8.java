package io.millrace.ingest.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Well-formed UTF-8 (Unicode 15.0, table 3-7): no surrogates, nothing longer than it must be. Stateless; allocates nothing. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    public static boolean isValid(final byte[] bytes, final int offset, final int length) {
        final int end = offset + length;
        int at = offset;
        while (at < end) {
            if (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                final int size = size(bytes, at, end);
                if (size == 0) {
                    return false;
                }
                at += size;
            }
        }
        return true;
    }

    /** Bytes of the character that does not begin with ASCII, 0 if it is none. */
    private static int size(final byte[] bytes, final int at, final int end) {
        final int first = bytes[at] & 0xff;
        final int left = end - at;
        if (first >= 0xc2 && first <= 0xdf) {
            return left >= 2 && isTail(bytes[at + 1]) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return left >= 3 && isSecondOfThree(first, bytes[at + 1] & 0xff) && isTail(bytes[at + 2]) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return left >= 4
                            && isSecondOfFour(first, bytes[at + 1] & 0xff)
                            && isTail(bytes[at + 2])
                            && isTail(bytes[at + 3])
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean isSecondOfThree(final int first, final int second) {
        return second >= (first == 0xe0 ? 0xa0 : 0x80) && second <= (first == 0xed ? 0x9f : 0xbf);
    }

    private static boolean isSecondOfFour(final int first, final int second) {
        return second >= (first == 0xf0 ? 0x90 : 0x80) && second <= (first == 0xf4 ? 0x8f : 0xbf);
    }

    private static boolean isTail(final byte value) {
        return (value & 0xc0) == 0x80;
    }
}
