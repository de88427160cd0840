package io.millrace.core.machine;

import io.millrace.core.event.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What a quarantined thing is called by the one who decides of it: {@code back-GOOD-1790000000000000000} for a counter's run that
 * began then, {@code late-00c0ffee00c0ffee} for a count that came too late, by its identity.
 *
 * @param measure null for a late count
 * @param number source time in nanoseconds since the epoch, or the identity
 */
record QuarantineId(@Nullable Measure measure, long number) {
    private static final String BACK = "back-";
    private static final String LATE = "late-";

    static QuarantineId back(final Measure measure, final long sinceNs) {
        return new QuarantineId(measure, sinceNs);
    }

    static QuarantineId late(final long identity) {
        return new QuarantineId(null, identity);
    }

    /** @return null if it is no such name */
    static @Nullable QuarantineId parse(final String text) {
        try {
            if (text.startsWith(LATE)) {
                return late(Long.parseUnsignedLong(text.substring(LATE.length()), 16));
            }
            if (text.startsWith(BACK)) {
                final int dash = text.indexOf('-', BACK.length());
                return back(
                        Measure.valueOf(text.substring(BACK.length(), Math.max(BACK.length(), dash))),
                        Long.parseLong(text.substring(dash + 1)));
            }
        } catch (final IllegalArgumentException noSuchName) {
            return null;
        }
        return null;
    }

    String text() {
        return measure == null ? LATE + "%016x".formatted(number) : BACK + measure + "-" + number;
    }
}
