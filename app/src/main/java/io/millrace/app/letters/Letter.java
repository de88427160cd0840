package io.millrace.app.letters;

import io.millrace.topology.record.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, and what was decided of it last.
 *
 * @param id unique in the topic; the same however often the letter is sent
 * @param key of its record
 * @param said the letter itself
 * @param json the letter's record as it lies in the topic
 * @param decision null as long as nobody has decided
 */
public record Letter(String id, String key, DeadLetter said, byte[] json, @Nullable LetterDecision decision) {
    /** What has become of it. A letter that went PARTLY waits, like one that is OPEN. */
    public enum Status {
        OPEN,
        PARTLY,
        RESENT,
        DISCARDED
    }

    public Status status() {
        return decision == null ? Status.OPEN : decision.status();
    }

    /** True while there is something in it that was not applied and that nobody gave up. */
    public boolean isWaiting() {
        return status() == Status.OPEN || status() == Status.PARTLY;
    }

    Letter with(final LetterDecision newDecision) {
        return new Letter(id, key, said, json, newDecision);
    }
}
