package io.millrace.topology.record;

import java.math.BigDecimal;
import java.time.Instant;

/** Exact conversions between the whole numbers inside and the decimals and times outside. */
final class Decimals {
    static final int MILLI = 3;
    static final int MICRO = 6;
    static final int NANO = 9;
    private static final long SECOND_NS = 1_000_000_000L;

    private Decimals() {}

    /** @return the number without trailing zeros and without exponent: 12500 at scale 3 is {@code 12.5} */
    static String plain(final long value, final int scale) {
        return value == 0
                ? "0"
                : BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString();
    }

    /** @throws ArithmeticException if the number has more places than the scale, or does not fit */
    static long whole(final BigDecimal number, final int scale) {
        return number.movePointRight(scale).longValueExact();
    }

    /** @return ISO 8601 in UTC, with as many digits of the second as are needed, in groups of three */
    static String time(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, SECOND_NS), Math.floorMod(ns, SECOND_NS))
                .toString();
    }

    static long time(final String text) {
        final Instant instant = Instant.parse(text);
        final long second = instant.getEpochSecond();
        // The earliest time there is lies within the second below the last whole one that fits.
        return second < 0
                ? Math.addExact(Math.multiplyExact(second + 1, SECOND_NS), instant.getNano() - SECOND_NS)
                : Math.addExact(Math.multiplyExact(second, SECOND_NS), instant.getNano());
    }
}
