package io.millrace.core.posting;

import java.util.UUID;

/**
 * What an ERP answered to one confirmation, as whoever posts wrote it down.
 *
 * @param attempt which try it answers, from 1; 0 if the writer does not count them
 * @param document the ERP's number of what was posted, empty if there is none; cut to {@value #LONGEST} characters
 * @param reason why it was refused or is in doubt, empty if nobody said; cut likewise
 * @param timeNs when it was answered, nanoseconds since the epoch, by the writer's clock
 */
public record Posting(UUID confirmationId, Status status, int attempt, String document, String reason, long timeNs) {
    /** Answers are kept with what they answer: a stack trace in one must not make a record too large for its topic. */
    public static final int LONGEST = 200;

    public enum Status {
        POSTED,
        REJECTED,
        /** It was sent, and nobody knows whether it arrived: look it up by the confirmation's id before it is sent again. */
        IN_DOUBT
    }

    public Posting {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempts count from 1, not " + attempt);
        }
        document = cut(document);
        reason = cut(reason);
    }

    private static String cut(final String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
