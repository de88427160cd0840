package io.millrace.ingest.signal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Quantities of nothing or more in thousandths, rounded half up as decimals: 0.0005 is 1, although the double next to it is a
 * little less. Allocates only where a binary number is too near the middle of two thousandths, or too large, to tell at a glance.
 */
public final class Milli {
    /** What cannot be a quantity: below zero, not a number, or more than {@link #LARGEST}. */
    public static final long NONE = -1;

    /** The largest quantity there is room for. */
    public static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE).movePointLeft(3);

    private static final long LARGEST_WHOLE = Long.MAX_VALUE / 1_000;
    /** Up to here a double has four bits behind what is looked at below. */
    private static final double LARGEST_PLAIN_MILLI = 1L << 40;

    private static final double NEAR_HALF = 0x1p-10;
    private static final float LARGEST_EXACT_FLOAT = 1 << 24;

    private Milli() {}

    public static long of(final long value) {
        return value < 0 || value > LARGEST_WHOLE ? NONE : value * 1_000;
    }

    public static long of(final double value) {
        final double milli = value * 1_000;
        if (milli >= 0 && milli < LARGEST_PLAIN_MILLI) {
            final long below = (long) milli;
            final double rest = milli - below;
            if (Math.abs(rest - 0.5) > NEAR_HALF) {
                return rest > 0.5 ? below + 1 : below;
            }
        }
        return ofText(Double.toString(value));
    }

    public static long of(final float value) {
        final double milli = value * 1_000.0;
        if (milli >= 0 && value < LARGEST_EXACT_FLOAT) {
            final long below = (long) milli;
            final double rest = milli - below;
            // The decimal that stands for a float may be half a step of floats away from it.
            if (value == (long) value || Math.abs(rest - 0.5) > Math.ulp(value) * 500.0 + NEAR_HALF) {
                return rest > 0.5 ? below + 1 : below;
            }
        }
        return ofText(Float.toString(value));
    }

    /** @return {@link #NONE} also for what is no number */
    public static long ofText(final String text) {
        try {
            return of(new BigDecimal(text));
        } catch (final NumberFormatException | ArithmeticException noNumber) {
            return NONE;
        }
    }

    /** @param scale what the number is multiplied by */
    static long ofText(final String text, final BigDecimal scale) {
        if (scale.equals(BigDecimal.ONE)) {
            return ofText(text);
        }
        try {
            return of(new BigDecimal(text).multiply(scale));
        } catch (final NumberFormatException | ArithmeticException noNumber) {
            return NONE;
        }
    }

    public static long of(final BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(LARGEST) > 0) {
            return NONE;
        }
        // Rounding 1e-99999999 would first write out all its zeroes.
        if (value.precision() - value.scale() < -4) {
            return 0;
        }
        return value.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
