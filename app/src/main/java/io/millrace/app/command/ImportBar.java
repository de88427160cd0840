package io.millrace.app.command;

import io.millrace.ingest.files.ImportProgress;
import io.millrace.ingest.files.Playback.Phase;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far an import is: one line that changes where somebody looks at it, else a new one for each tenth. One thread. */
final class ImportBar implements ImportProgress {
    private static final int WIDTH = 30;
    private static final int TENTHS = 10;
    private static final long LOOK_NS = 200_000_000L;
    private static final double NS_PER_S = 1e9;

    private final PrintWriter out;
    private final boolean isLive;
    private final LongSupplier nanoTime;
    private final long startNs;
    private long saidNs;
    private long saidTenth = -1;
    private boolean isOpen;

    /**
     * @param isLive somebody looks at it
     * @param nanoTime for intervals only
     */
    ImportBar(final PrintWriter out, final boolean isLive, final LongSupplier nanoTime) {
        this.out = out;
        this.isLive = isLive;
        this.nanoTime = nanoTime;
        this.startNs = nanoTime.getAsLong();
        this.saidNs = startNs - LOOK_NS;
    }

    @Override
    public void onProgress(final Phase phase, final long done, final long all, final long lines) {
        final double fraction = all == 0 ? 1 : Math.min(1, (double) done / all);
        final long nowNs = nanoTime.getAsLong();
        if (phase == Phase.READING && !isLive) {
            return;
        }
        final long tenth = (long) (fraction * TENTHS);
        if (isLive ? nowNs - saidNs < LOOK_NS && done < all : tenth <= saidTenth) {
            return;
        }
        saidNs = nowNs;
        saidTenth = tenth;
        out.print(isLive ? "\r" + bar(fraction) + " " : "");
        out.print(text(phase, fraction, lines, (nowNs - startNs) / NS_PER_S));
        if (isLive) {
            isOpen = true;
        } else {
            out.println();
        }
        out.flush();
    }

    /** Ends the line that changes. */
    void close() {
        if (isOpen) {
            out.println();
            out.flush();
        }
    }

    private static String bar(final double fraction) {
        final int full = (int) (fraction * WIDTH);
        return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "]";
    }

    private static String text(final Phase phase, final double fraction, final long lines, final double seconds) {
        final String what = phase == Phase.READING ? "read" : "sent";
        final String rate = seconds < 1 ? "" : String.format(Locale.ROOT, "  %,.0f lines/s", lines / seconds);
        final String left = seconds < 1 || fraction <= 0 || fraction >= 1
                ? ""
                : "  " + duration(seconds * (1 - fraction) / fraction) + " left";
        return String.format(Locale.ROOT, "%3.0f %% %s, %,d lines%s%s   ", fraction * 100, what, lines, rate, left)
                .stripTrailing();
    }

    private static String duration(final double seconds) {
        final Duration left = Duration.ofSeconds((long) Math.ceil(seconds));
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%dh %02dm", left.toHours(), left.toMinutesPart())
                : left.toMinutes() > 0
                        ? String.format(Locale.ROOT, "%dm %02ds", left.toMinutes(), left.toSecondsPart())
                        : left.toSeconds() + "s";
    }
}
