package io.millrace.app.demo;

import java.util.Locale;

/**
 * Something that was done to a process, and what came of it.
 *
 * @param what kill of a process, or an outage
 * @param pidBefore of the process it hit
 * @param pidAfter of the one that took its place; the same after an outage
 * @param exitCode with which the process ended, 137 by SIGKILL; 0 for an outage
 * @param atMs when, since the start of the run
 * @param downMs until it was ready again
 * @param confirmedAfterMs from the blow to the next confirmation of something that happened after it, -1 if there was none yet
 */
public record Incident(
        String what, long pidBefore, long pidAfter, int exitCode, long atMs, long downMs, long confirmedAfterMs) {
    private static final int SIGKILLED = 137;

    /** A kill that ended nothing, or started nothing anew, proves nothing. */
    public boolean hasHit() {
        return isOutage() ? downMs > 0 : exitCode == SIGKILLED && pidBefore != pidAfter;
    }

    private boolean isOutage() {
        return what.startsWith("outage");
    }

    Incident confirmedAfter(final long ms) {
        return new Incident(what, pidBefore, pidAfter, exitCode, atMs, downMs, ms);
    }

    public String text() {
        final String blow = isOutage()
                ? format("%s at %.1f s (pid %d stopped for %.1f s)", what, atMs / 1e3, pidBefore, downMs / 1e3)
                : format(
                        "%s at %.1f s (pid %d, exit code %d; pid %d ready after %.1f s)",
                        what, atMs / 1e3, pidBefore, exitCode, pidAfter, downMs / 1e3);
        return confirmedAfterMs < 0
                ? blow + ": no confirmation followed"
                : blow + format(": next confirmation after %.1f s", confirmedAfterMs / 1e3);
    }

    private static String format(final String pattern, final Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
