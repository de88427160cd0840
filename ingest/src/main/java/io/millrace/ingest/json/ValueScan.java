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
    // Forms of values. Numbers and not constants of an enum: storing a reference costs more.
    static final int NULL = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    /** Digits alone. */
    static final int WHOLE = 3;
    /** Digits, a point, digits. */
    static final int DECIMAL = 4;
    /** A minus before either. */
    static final int NEGATIVE = 5;

    static final int TEXT = 6;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long ZEROES = ONES * '0';
    /** Changes places of quote and blank, so that the quote stands directly behind what no text may hold. */
    private static final long QUOTE_FOR_BLANK = ONES * ('"' ^ ' ');

    private static final long BEHIND_BLANKS = ONES * (' ' + 1);
    /** What carries into its high bit from ten on. */
    private static final long NO_DIGITS = ONES * (0x80 - 10);
    /** So that a long holds them. */
    private static final int MAX_NUMBER_CHARS = 18;

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
    private static final byte[] TRUE_WORD = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE_WORD = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL_WORD = "null".getBytes(StandardCharsets.US_ASCII);

    private final int maxTextBytes;
    private int form = NULL;
    private int start;
    private int length;
    private int end;
    private long digits;
    private int scale;

    /** @param maxTextChars of a text; one of as many bytes has no more characters */
    ValueScan(final int maxTextChars) {
        this.maxTextBytes = maxTextChars;
    }

    /**
     * Eight bytes, the first in the lowest bits: those there are, then zeroes.
     *
     * @param bytes at least eight
     * @param at within them
     */
    static long word(final byte[] bytes, final int at) {
        final int last = bytes.length - Long.BYTES;
        return at <= last ? (long) LONGS.get(bytes, at) : (long) LONGS.get(bytes, last) >>> (at - last << 3);
    }

    int form() {
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

    /** All digits of a number, those behind its point, too. */
    long digits() {
        return digits;
    }

    /** How many of a number's digits stand behind its point. */
    int scale() {
        return scale;
    }

    /**
     * @param bytes at least eight
     * @return false if it is none that can be taken here
     */
    boolean tryScan(final byte[] bytes, final int at) {
        if (at >= bytes.length) {
            return false;
        }
        start = at;
        return switch (bytes[at]) {
            case '"' -> tryText(bytes, at + 1);
            case 't' -> tryWord(bytes, TRUE_WORD, TRUE);
            case 'f' -> tryWord(bytes, FALSE_WORD, FALSE);
            case 'n' -> tryWord(bytes, NULL_WORD, NULL);
            default -> tryNumber(bytes);
        };
    }

    private boolean tryWord(final byte[] bytes, final byte[] word, final int newForm) {
        form = newForm;
        length = word.length;
        end = start + length;
        return Shape.isAt(bytes, start, word);
    }

    private boolean tryNumber(final byte[] bytes) {
        final boolean isNegative = bytes[start] == '-';
        final int first = isNegative ? start + 1 : start;
        digits = 0;
        scale = 0;
        int at = behindDigits(bytes, first);
        if (at == first || bytes[first] == '0' && at > first + 1) {
            return false;
        }
        form = WHOLE;
        if (at < bytes.length && bytes[at] == '.') {
            final int point = at;
            at = behindDigits(bytes, point + 1);
            scale = at - point - 1;
            form = DECIMAL;
            if (scale == 0) {
                return false;
            }
        }
        form = isNegative ? NEGATIVE : form;
        length = at - start;
        end = at;
        return length <= MAX_NUMBER_CHARS && !(at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E'));
    }

    /** Takes in digits, eight at once; where there are too many it stops anywhere behind the limit. */
    private int behindDigits(final byte[] bytes, final int from) {
        int at = from;
        while (at < bytes.length && at - start <= MAX_NUMBER_CHARS) {
            final long word = word(bytes, at) ^ ZEROES;
            final int bits = Long.numberOfTrailingZeros(notDigits(word)) & -Byte.SIZE;
            if (bits == 0) {
                return at;
            }
            digits = digits * POWERS[bits >>> 3] + number(word << Long.SIZE - bits);
            at += bits >>> 3;
            if (bits < Long.SIZE) {
                return at;
            }
        }
        return at;
    }

    /** @return the high bit of each byte that is more than nine */
    static long notDigits(final long word) {
        return ((word & ~HIGH_BITS) + NO_DIGITS | word) & HIGH_BITS;
    }

    /** The number of eight digits from 0 to 9: pairs, then fours, then all are added up where the first of them stands. */
    private static long number(final long eight) {
        final long pairs = eight * 10 + (eight >>> 8) & 0x00ff_00ff_00ff_00ffL;
        final long fours = pairs * 100 + (pairs >>> 16) & 0x0000_ffff_0000_ffffL;
        return fours * 10_000 + (fours >>> 32) & 0xffff_ffffL;
    }

    /** Eight bytes at once, up to the quote, or to what no text may hold. */
    private boolean tryText(final byte[] bytes, final int from) {
        form = TEXT;
        start = from;
        long seen = 0;
        for (int at = from; at < bytes.length; at += Long.BYTES) {
            final long word = word(bytes, at);
            // The lowest high bit is right, those above it may be wrong.
            final long stops =
                    ((word ^ QUOTE_FOR_BLANK) - BEHIND_BLANKS | (word ^ BACKSLASHES) - ONES) & ~word & HIGH_BITS;
            if (stops != 0) {
                final int bits = Long.numberOfTrailingZeros(stops) & -Byte.SIZE;
                seen |= word & (1L << bits) - 1;
                return endText(bytes, at + (bits >>> 3), (seen & HIGH_BITS) != 0);
            }
            seen |= word;
        }
        return false;
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
