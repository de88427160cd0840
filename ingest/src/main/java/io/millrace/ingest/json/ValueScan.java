package io.millrace.ingest.json;

import io.millrace.ingest.signal.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds where a plain JSON value ends: a text without escapes, a number without exponent, true, false, null. Whatever it takes is
 * sound JSON (RFC 8259) within the limits; what it does not take may be sound as well. Allocates nothing; not thread-safe.
 */
final class ValueScan {
    enum Form {
        NULL,
        TRUE,
        FALSE,
        /** Digits alone. */
        WHOLE,
        /** Digits, a point, digits. */
        DECIMAL,
        /** A minus before either. */
        NEGATIVE,
        TEXT
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long BLANKS = ONES * ' ';
    /** So that a long holds them. */
    private static final int MAX_NUMBER_CHARS = 18;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final int maxTextBytes;
    private Form form = Form.NULL;
    private int start;
    private int length;
    private int end;

    /** @param maxTextChars of a text; one of as many bytes has no more characters */
    ValueScan(final int maxTextChars) {
        this.maxTextBytes = maxTextChars;
    }

    Form form() {
        return form;
    }

    /** Where a text without its quotes, or a number, begins. */
    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Behind the value, a text's closing quote included. */
    int end() {
        return end;
    }

    /** @return false if it is none that can be taken here */
    boolean tryScan(final byte[] bytes, final int at) {
        if (at >= bytes.length) {
            return false;
        }
        start = at;
        return switch (bytes[at]) {
            case '"' -> tryText(bytes, at + 1);
            case 't' -> tryWord(bytes, TRUE, Form.TRUE);
            case 'f' -> tryWord(bytes, FALSE, Form.FALSE);
            case 'n' -> tryWord(bytes, NULL, Form.NULL);
            default -> tryNumber(bytes);
        };
    }

    private boolean tryWord(final byte[] bytes, final byte[] word, final Form newForm) {
        form = newForm;
        length = word.length;
        end = start + length;
        return Shape.isAt(bytes, start, word);
    }

    private boolean tryNumber(final byte[] bytes) {
        final int limit = Math.min(bytes.length, start + MAX_NUMBER_CHARS + 1);
        final boolean isNegative = bytes[start] == '-';
        final int first = isNegative ? start + 1 : start;
        int at = digits(bytes, first, limit);
        if (at == first || bytes[first] == '0' && at > first + 1) {
            return false;
        }
        form = Form.WHOLE;
        if (at < limit && bytes[at] == '.') {
            final int point = at;
            at = digits(bytes, point + 1, limit);
            form = Form.DECIMAL;
            if (at == point + 1) {
                return false;
            }
        }
        form = isNegative ? Form.NEGATIVE : form;
        length = at - start;
        end = at;
        return length <= MAX_NUMBER_CHARS && !(at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E'));
    }

    private static int digits(final byte[] bytes, final int from, final int limit) {
        int at = from;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** Eight bytes at once, up to the quote. */
    private boolean tryText(final byte[] bytes, final int from) {
        form = Form.TEXT;
        start = from;
        int at = from;
        long high = 0;
        while (at + Long.BYTES <= bytes.length) {
            final long word = (long) LONGS.get(bytes, at);
            final long stops = zeroes(word ^ QUOTES) | zeroes(word ^ BACKSLASHES) | word - BLANKS & ~word & HIGH_BITS;
            if (stops != 0) {
                final int bits = Long.numberOfTrailingZeros(stops) & ~7;
                at += bits >>> 3;
                high |= word & HIGH_BITS & (1L << bits) - 1;
                return endText(bytes, at, high != 0);
            }
            high |= word & HIGH_BITS;
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= ' ')) {
            high |= bytes[at] & 0x80;
            at++;
        }
        return endText(bytes, at, high != 0);
    }

    /** The high bit of each byte that is zero; the lowest is right, those above one may be wrong. */
    private static long zeroes(final long word) {
        return word - ONES & ~word & HIGH_BITS;
    }

    private boolean endText(final byte[] bytes, final int at, final boolean isCoded) {
        length = at - start;
        end = at + 1;
        return at < bytes.length
                && bytes[at] == '"'
                && length <= maxTextBytes
                && (!isCoded || Utf8.isValid(bytes, start, length));
    }
}
