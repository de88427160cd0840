package io.millrace.ingest.json;

/** Times as most senders write them, {@code 2026-01-31T12:00:00.5Z}, read from their bytes. Stateless; allocates nothing. */
final class IsoTime {
    /** Not written like that, or no time: the JDK's parser may still know it. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SECONDS_END = 19;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long NS = 1_000_000_000L;

    private IsoTime() {}

    /** @return nanoseconds since the epoch, for the years 1970 to 2199 */
    static long parse(final byte[] bytes, final int at, final int length) {
        if (length < SECONDS_END + 1
                || bytes[at + 4] != '-'
                || bytes[at + 7] != '-'
                || bytes[at + 10] != 'T'
                || bytes[at + 13] != ':'
                || bytes[at + 16] != ':') {
            return NONE;
        }
        final int year = number(bytes, at, 4);
        final int month = number(bytes, at + 5, 2);
        final int day = number(bytes, at + 8, 2);
        final int hour = number(bytes, at + 11, 2);
        final int minute = number(bytes, at + 14, 2);
        final int second = number(bytes, at + 17, 2);
        if (year < 1970
                || year > 2199
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return NONE;
        }
        final long seconds = day(year, month, day) * SECONDS_A_DAY + hour * 3_600L + minute * 60L + second;
        return withFraction(bytes, at + SECONDS_END, at + length, seconds);
    }

    private static long withFraction(final byte[] bytes, final int from, final int end, final long seconds) {
        int at = from;
        long ns = 0;
        if (bytes[at] == '.') {
            int digits = 0;
            for (at++; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                ns = ns * 10 + bytes[at] - '0';
                digits++;
            }
            if (digits == 0 || digits > MAX_FRACTION_DIGITS) {
                return NONE;
            }
            for (; digits < MAX_FRACTION_DIGITS; digits++) {
                ns *= 10;
            }
        }
        final long offset = offset(bytes, at, end);
        return offset == NONE ? NONE : (seconds - offset) * NS + ns;
    }

    /** In seconds. */
    private static long offset(final byte[] bytes, final int at, final int end) {
        if (end - at == 1 && bytes[at] == 'Z') {
            return 0;
        }
        if (end - at != 6 || bytes[at] != '+' && bytes[at] != '-' || bytes[at + 3] != ':') {
            return NONE;
        }
        final int hours = number(bytes, at + 1, 2);
        final int minutes = number(bytes, at + 4, 2);
        if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        final long seconds = hours * 3_600L + minutes * 60L;
        return bytes[at] == '-' ? -seconds : seconds;
    }

    /** @return below zero if not all are digits */
    private static int number(final byte[] bytes, final int at, final int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            final int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE / 1_000;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int daysOf(final int year, final int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the Gregorian calendar; the year is taken to begin in March, so that a leap day is its last. */
    private static long day(final int year, final int month, final int day) {
        final int y = month > 2 ? year : year - 1;
        final int m = month > 2 ? month - 3 : month + 9;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    }
}
