package io.millrace.topology.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** A text in the making, as its UTF-8 bytes: numbers, times and JSON's strings are written into it without making objects. One thread. */
final class Utf8Text {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_SECONDS = 86_400;
    /** What is later has more digits in its year. */
    private static final long YEAR_10000 = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY_SECONDS;

    private static final String HEX = "0123456789ABCDEF";
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    Utf8Text(final int expectedLength) {
        bytes = new byte[expectedLength];
    }

    private void room(final int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** @return the last byte, 0 if there is none */
    byte last() {
        return length == 0 ? 0 : bytes[length - 1];
    }

    /** @param character ASCII */
    Utf8Text add(final char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** @param text ASCII */
    Utf8Text ascii(final String text) {
        final int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    Utf8Text number(final long value) {
        if (value == Long.MIN_VALUE) {
            return ascii(Long.toString(value));
        }
        room(LONGEST_NUMBER);
        if (value < 0) {
            bytes[length++] = '-';
        }
        final long magnitude = Math.abs(value);
        int count = 1;
        for (long rest = magnitude; rest >= 10; rest /= 10) {
            count++;
        }
        return digits(magnitude, count);
    }

    /** So many digits, with zeros in front. */
    private Utf8Text digits(final long value, final int count) {
        room(count);
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** A decimal without trailing zeros and without exponent: 12500 at scale 3 is {@code 12.5}. */
    Utf8Text decimal(final long value, final int scale) {
        if (value == 0) {
            return add('0');
        } else if (value == Long.MIN_VALUE) {
            return ascii(BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString());
        }
        long unit = 1;
        for (int i = 0; i < scale; i++) {
            unit *= 10;
        }
        final long magnitude = Math.abs(value);
        if (value < 0) {
            add('-');
        }
        number(magnitude / unit);
        final long fraction = magnitude % unit;
        if (fraction != 0) {
            add('.').digits(fraction, scale);
            while (bytes[length - 1] == '0') {
                length--;
            }
        }
        return this;
    }

    /** ISO 8601 in UTC, with as many digits of the second as are needed, in groups of three: {@link Instant#toString()}. */
    Utf8Text time(final long ns) {
        final long second = Math.floorDiv(ns, SECOND_NS);
        final int nano = (int) Math.floorMod(ns, SECOND_NS);
        if (second < 0 || second >= YEAR_10000) {
            return ascii(Instant.ofEpochSecond(second, nano).toString());
        }
        final LocalDate date = LocalDate.ofEpochDay(second / DAY_SECONDS);
        final int ofDay = (int) (second % DAY_SECONDS);
        digits(date.getYear(), 4)
                .add('-')
                .digits(date.getMonthValue(), 2)
                .add('-')
                .digits(date.getDayOfMonth(), 2);
        add('T').digits(ofDay / 3600, 2);
        add(':').digits(ofDay / 60 % 60, 2);
        add(':').digits(ofDay % 60, 2);
        if (nano != 0) {
            add('.');
            if (nano % 1_000_000 == 0) {
                digits(nano / 1_000_000, 3);
            } else if (nano % 1_000 == 0) {
                digits(nano / 1_000, 6);
            } else {
                digits(nano, 9);
            }
        }
        return add('Z');
    }

    /** A JSON string: quotation marks, backslashes, control characters and all beyond the first plane escaped, the rest as it is. */
    Utf8Text quoted(final String text) {
        final int count = text.length();
        room(count + 2);
        bytes[length++] = '"';
        for (int i = 0; i < count; i++) {
            final char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x80) {
                return rest(text, i);
            }
            bytes[length++] = (byte) c;
        }
        return add('"');
    }

    private Utf8Text rest(final String text, final int from) {
        for (int i = from; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                escaped(c);
            } else if (Character.isSurrogate(c)) {
                hexadecimal(c);
            } else {
                utf8(c);
            }
        }
        return add('"');
    }

    private void escaped(final char c) {
        switch (c) {
            case '"', '\\' -> add('\\').add(c);
            case '\b' -> add('\\').add('b');
            case '\t' -> add('\\').add('t');
            case '\n' -> add('\\').add('n');
            case '\f' -> add('\\').add('f');
            case '\r' -> add('\\').add('r');
            default -> {
                if (c < ' ') {
                    hexadecimal(c);
                } else {
                    add(c);
                }
            }
        }
    }

    private void hexadecimal(final char c) {
        ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            add(HEX.charAt(c >> shift & 0xF));
        }
    }

    /** @param c no ASCII character */
    private void utf8(final char c) {
        room(3);
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
        } else {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        }
        bytes[length++] = (byte) (0x80 | c & 0x3F);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
