package io.millrace.app.letters;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that fit everything that is said. Null says nothing.
 *
 * @param source its name
 * @param reason its word, in any case
 * @param machine a path, or the beginning of one in whole steps
 * @param since taken in then or later
 * @param until taken in before
 */
public record LetterFilter(
        @Nullable String source,
        @Nullable String reason,
        @Nullable String machine,
        @Nullable Instant since,
        @Nullable Instant until) {

    public boolean isEmpty() {
        return source == null && reason == null && machine == null && since == null && until == null;
    }

    public boolean fits(final Letter letter) {
        final long timeNs = letter.said().timeNs();
        return (source == null || source.equals(letter.said().source()))
                && (reason == null || reason.equalsIgnoreCase(letter.said().reason()))
                && (machine == null || (letter.said().machine() + "/").startsWith(machine + "/"))
                && (since == null || timeNs >= nanos(since))
                && (until == null || timeNs < nanos(until));
    }

    private static long nanos(final Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
