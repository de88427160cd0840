package io.millrace.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sender writes its objects: all that stands between the values - names in their order, colons, commas, blanks - byte for
 * byte. Immutable.
 *
 * @param before what stands before each value
 * @param fields what each value is read as, by its ordinal, {@link #IGNORED} for one that is not asked for
 * @param end what stands behind the last value
 */
record Shape(Span[] before, int[] fields, byte[] end) {
    static final int IGNORED = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * Bytes that are compared eight at once.
     *
     * @param words the bytes, the last filled up with zeroes
     * @param lastMask over those of the last word that count
     */
    record Span(byte[] bytes, long[] words, long lastMask) {
        static Span of(final byte[] bytes) {
            final byte[] full = Arrays.copyOf(bytes, (bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
            final long[] words = new long[full.length / Long.BYTES];
            Arrays.setAll(words, i -> (long) LONGS.get(full, i * Long.BYTES));
            return new Span(bytes, words, -1L >>> 8 * (full.length - bytes.length));
        }

        boolean isAt(final byte[] object, final int from) {
            if (from + words.length * Long.BYTES > object.length) {
                return Shape.isAt(object, from, bytes);
            }
            final int last = words.length - 1;
            for (int i = 0; i < last; i++) {
                if ((long) LONGS.get(object, from + i * Long.BYTES) != words[i]) {
                    return false;
                }
            }
            return (((long) LONGS.get(object, from + last * Long.BYTES) ^ words[last]) & lastMask) == 0;
        }
    }

    /** The shape of an object of a kind that the reader has taken, which is therefore sound; null if it holds more than plain values. */
    static @Nullable Shape of(final byte[] object, final JsonKind kind, final ValueScan scan) {
        final List<Span> before = new ArrayList<>();
        final List<Integer> fields = new ArrayList<>();
        int from = 0;
        int at = behindBlanks(object, 0);
        if (object.length < Long.BYTES || at == object.length || object[at] != '{') {
            return null;
        }
        do {
            at = behindBlanks(object, at + 1);
            if (object[at] != '"' || !scan.tryScan(object, at)) {
                return null;
            }
            final String name = new String(object, at + 1, scan.length(), StandardCharsets.UTF_8);
            at = behindBlanks(object, behindBlanks(object, scan.end()) + 1);
            before.add(Span.of(Arrays.copyOfRange(object, from, at)));
            final Field field = Field.of(name, kind);
            fields.add(field == null ? IGNORED : field.ordinal());
            if (!scan.tryScan(object, at)) {
                return null;
            }
            from = scan.end();
            at = behindBlanks(object, from);
        } while (object[at] == ',');
        return new Shape(
                before.toArray(Span[]::new),
                fields.stream().mapToInt(Integer::intValue).toArray(),
                Arrays.copyOfRange(object, from, object.length));
    }

    private static int behindBlanks(final byte[] object, final int from) {
        int at = from;
        while (at < object.length
                && (object[at] == ' ' || object[at] == '\n' || object[at] == '\r' || object[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** True if those bytes stand there. */
    static boolean isAt(final byte[] object, final int at, final byte[] bytes) {
        if (object.length - at < bytes.length) {
            return false;
        }
        // They are few: what compares ranges for us would take longer to begin.
        for (int i = 0; i < bytes.length; i++) {
            if (object[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
