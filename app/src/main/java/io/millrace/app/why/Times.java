package io.millrace.app.why;

import java.time.Duration;
import java.time.Instant;

/** Nanoseconds since the epoch, and ISO 8601. */
final class Times {
    private static final long NS_PER_S = 1_000_000_000L;

    private Times() {}

    static long ns(final Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NS_PER_S), time.getNano());
    }

    static String text(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S))
                .toString();
    }

    /** For people: {@code 2m30s}. */
    static String duration(final long ns) {
        return Duration.ofNanos(ns).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
