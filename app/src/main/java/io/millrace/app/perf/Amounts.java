package io.millrace.app.perf;

import java.util.Locale;

/** Amounts for people. */
public final class Amounts {
    private static final double MEGABYTE = 1024.0 * 1024.0;
    private static final int MINUTE_S = 60;
    private static final int HOUR_S = 60 * MINUTE_S;

    private Amounts() {}

    /** @return {@code unknown} for what is below zero */
    public static String bytes(final long bytes) {
        if (bytes < 0) {
            return "unknown";
        }
        final double megabytes = bytes / MEGABYTE;
        return megabytes < 10_000
                ? String.format(Locale.ROOT, "%,.1f MB", megabytes)
                : String.format(Locale.ROOT, "%,.1f GB", megabytes / 1024);
    }

    /** @return in the two largest units */
    public static String duration(final double seconds) {
        final long whole = Math.round(seconds);
        if (whole < MINUTE_S) {
            return whole + " s";
        }
        return whole < HOUR_S
                ? whole / MINUTE_S + " min " + whole % MINUTE_S + " s"
                : whole / HOUR_S + " h " + whole % HOUR_S / MINUTE_S + " min";
    }
}
