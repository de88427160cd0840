package io.millrace.topology.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** Exact conversions between the whole numbers inside and the decimals and times outside. Stateless. */
final class Decimals {
    static final int MILLI = 3;
    static final int MICRO = 6;
    static final int NANO = 9;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_SECONDS = 86_400;
    /** {@code 2026-09-21T06:00:00Z}. */
    private static final int WHOLE_LENGTH = 20;

    private Decimals() {}

    /** @return the number without trailing zeros and without exponent: 12500 at scale 3 is {@code 12.5} */
    static String plain(final long value, final int scale) {
        return new Utf8Text(24).decimal(value, scale).toString();
    }

    /** @throws ArithmeticException if the number has more places than the scale, or does not fit */
    static long whole(final BigDecimal number, final int scale) {
        return number.movePointRight(scale).longValueExact();
    }

    /** @return ISO 8601 in UTC, with as many digits of the second as are needed, in groups of three: {@link Instant#toString()} */
    static String time(final long ns) {
        return new Utf8Text(30).time(ns).toString();
    }

    /** @throws java.time.DateTimeException if it is no instant in ISO 8601 */
    static long time(final String text) {
        final long whole = text.length() < WHOLE_LENGTH ? -1 : wholeSeconds(text);
        final long nanos = whole < 0 ? -1 : nanos(text);
        if (nanos >= 0) {
            return whole * SECOND_NS + nanos;
        }
        final Instant instant = Instant.parse(text);
        final long second = instant.getEpochSecond();
        // The earliest time there is lies within the second below the last whole one that fits.
        return second < 0
                ? Math.addExact(Math.multiplyExact(second + 1, SECOND_NS), instant.getNano() - SECOND_NS)
                : Math.addExact(Math.multiplyExact(second, SECOND_NS), instant.getNano());
    }

    /** @return -1 if it is not of the form that {@link #time(long)} writes, or of another century */
    private static long wholeSeconds(final String text) {
        final boolean isFormed = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(text.length() - 1) == 'Z';
        final int year = isFormed ? number(text, 0, 4) : -1;
        final int month = number(text, 5, 7);
        final int day = number(text, 8, 10);
        final int hour = number(text, 11, 13);
        final int minute = number(text, 14, 16);
        final int second = number(text, 17, 19);
        // What is left out here, the last days of months among it, is read the long way.
        final boolean isPlain = year >= 1970 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        final boolean isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        return isPlain && isTime
                ? LocalDate.of(year, month, day).toEpochDay() * DAY_SECONDS + hour * 3600L + minute * 60L + second
                : -1;
    }

    /** @return -1 if there is something else than up to nine digits behind a dot */
    private static long nanos(final String text) {
        final int end = text.length() - 1;
        if (end == WHOLE_LENGTH - 1) {
            return 0;
        }
        final int places = end - WHOLE_LENGTH;
        if (places < 1 || places > 9 || text.charAt(WHOLE_LENGTH - 1) != '.') {
            return -1;
        }
        long nanos = number(text, WHOLE_LENGTH, end);
        for (int i = places; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** @return -1 if one is no digit */
    private static int number(final String text, final int from, final int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            final int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
