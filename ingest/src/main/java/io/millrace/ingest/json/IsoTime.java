package io.millrace.ingest.json;

/**
 * Times as most senders write them, {@code 2026-01-31T12:00:00.5Z}, read from their bytes. Remembers the last date, as most times are of
 * the same day. Allocates nothing; not thread-safe.
 */
final class IsoTime {
    /** Not written like that, or no time: the JDK's parser may still know it. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SECONDS_END = 19;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long NS = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;

    /** Hour, minute and second, as eight bytes; digits become their number, colons zero. */
    private static final long CLOCK = 0x3030_3a30_303a_3030L;

    private static final long COLONS = 0x0000_ff00_00ff_0000L;
    /** Day and T, behind eight bytes of year, month and hyphens. */
    private static final long DAY = 0xff_ffffL;
    /** Three digits and Z behind the seconds, and a mask over them. */
    private static final long MILLIS = 0x5a_3030_302eL;

    private static final long MILLIS_BYTES = 0xff_ffff_ffffL;
    private static final int MILLIS_END = 24;

    private long yearAndMonth;
    private long day;
    private long dateSeconds;

    /**
     * @param bytes at least eight
     * @return nanoseconds since the epoch, for the years 1970 to 2199
     */
    long parse(final byte[] bytes, final int at, final int length) {
        if (length < SECONDS_END + 1) {
            return NONE;
        }
        final long date = ValueScan.word(bytes, at);
        final long dayAndHour = ValueScan.word(bytes, at + 8);
        if (date != yearAndMonth || (dayAndHour & DAY) != day) {
            final long seconds = dateSeconds(bytes, at);
            if (seconds == NONE) {
                return NONE;
            }
            yearAndMonth = date;
            day = dayAndHour & DAY;
            dateSeconds = seconds;
        }
        final long clock = (dayAndHour >>> 24 | ValueScan.word(bytes, at + 16) << 40) ^ CLOCK;
        final long hour = (clock & 0xff) * 10 + (clock >>> 8 & 0xff);
        final long minute = (clock >>> 24 & 0xff) * 10 + (clock >>> 32 & 0xff);
        final long second = (clock >>> 48 & 0xff) * 10 + (clock >>> 56);
        if ((ValueScan.notDigits(clock) | clock & COLONS) != 0 || hour > 23 || minute > 59 || second > 59) {
            return NONE;
        }
        final long seconds = dateSeconds + hour * 3_600 + minute * 60 + second;
        final long millis = (ValueScan.word(bytes, at + SECONDS_END) ^ MILLIS) & MILLIS_BYTES;
        if (length == MILLIS_END && (ValueScan.notDigits(millis) | (millis & 0xff) | millis >>> 32) == 0) {
            return seconds * NS
                    + ((millis >>> 8 & 0xff) * 100 + (millis >>> 16 & 0xff) * 10 + (millis >>> 24)) * NS_PER_MS;
        }
        return withFraction(bytes, at + SECONDS_END, at + length, seconds);
    }

    private static long dateSeconds(final byte[] bytes, final int at) {
        final int year = number(bytes, at, 4);
        final int month = number(bytes, at + 5, 2);
        final int day = number(bytes, at + 8, 2);
        return bytes[at + 4] != '-'
                        || bytes[at + 7] != '-'
                        || bytes[at + 10] != 'T'
                        || year < 1970
                        || year > 2199
                        || month < 1
                        || month > 12
                        || day < 1
                        || day > daysOf(year, month)
                ? NONE
                : day(year, month, day) * SECONDS_A_DAY;
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
