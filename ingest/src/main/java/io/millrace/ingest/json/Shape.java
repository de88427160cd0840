package io.millrace.ingest.json;

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
 * @param fields what each value is read as, null for one that is not asked for
 * @param end what stands behind the last value
 */
record Shape(byte[][] before, @Nullable Field[] fields, byte[] end) {
    /** The shape of an object of a kind that the reader has taken, which is therefore sound; null if it holds more than plain values. */
    static @Nullable Shape of(final byte[] object, final JsonKind kind, final ValueScan scan) {
        final List<byte[]> before = new ArrayList<>();
        final List<@Nullable Field> fields = new ArrayList<>();
        int from = 0;
        int at = behindBlanks(object, 0);
        if (at == object.length || object[at] != '{') {
            return null;
        }
        do {
            at = behindBlanks(object, at + 1);
            if (object[at] != '"' || !scan.tryScan(object, at)) {
                return null;
            }
            final String name = new String(object, at + 1, scan.length(), StandardCharsets.UTF_8);
            at = behindBlanks(object, behindBlanks(object, scan.end()) + 1);
            before.add(Arrays.copyOfRange(object, from, at));
            fields.add(Field.of(name, kind));
            if (!scan.tryScan(object, at)) {
                return null;
            }
            from = scan.end();
            at = behindBlanks(object, from);
        } while (object[at] == ',');
        return new Shape(
                before.toArray(byte[][]::new),
                fields.toArray(Field[]::new),
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
        final int end = at + bytes.length;
        return end <= object.length && Arrays.equals(object, at, end, bytes, 0, bytes.length);
    }
}
