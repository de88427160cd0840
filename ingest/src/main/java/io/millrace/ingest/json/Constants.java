package io.millrace.ingest.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Constants of an enum, found by the letters of their names in large or small, as words of eight bytes. Immutable. */
final class Constants<E extends Enum<E>> {
    private static final int MAX_LENGTH = 2 * Long.BYTES;
    /** Makes small letters large, and nothing else a large letter. */
    private static final long LARGE = 0xdfdf_dfdf_dfdf_dfdfL;

    private final E[] constants;
    private final int[] lengths;
    private final long[] firsts;
    private final long[] seconds;

    /** @param constants with names of letters alone, up to sixteen */
    Constants(final E[] constants) {
        this.constants = constants;
        lengths = new int[constants.length];
        firsts = new long[constants.length];
        seconds = new long[constants.length];
        for (int i = 0; i < constants.length; i++) {
            final String name = constants[i].name();
            if (!name.matches("[A-Z]{1,16}")) {
                throw new IllegalArgumentException(name + " is not one to sixteen letters");
            }
            final byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), MAX_LENGTH);
            lengths[i] = name.length();
            firsts[i] = ValueScan.word(bytes, 0);
            seconds[i] = ValueScan.word(bytes, Long.BYTES);
        }
    }

    /**
     * @param bytes at least eight
     * @return null if there is none of that name
     */
    @Nullable
    E find(final byte[] bytes, final int at, final int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return null;
        }
        final long first = ValueScan.word(bytes, at) & LARGE & lowest(Math.min(length, Long.BYTES));
        final long second =
                length > Long.BYTES ? ValueScan.word(bytes, at + Long.BYTES) & LARGE & lowest(length - Long.BYTES) : 0;
        for (int i = 0; i < constants.length; i++) {
            if (firsts[i] == first && seconds[i] == second && lengths[i] == length) {
                return constants[i];
            }
        }
        return null;
    }

    private static long lowest(final int count) {
        return -1L >>> Long.SIZE - count * Byte.SIZE;
    }
}
