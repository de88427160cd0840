package io.millrace.ingest.json;

import io.millrace.ingest.source.DeadLetter;

/** Why one entry of a payload cannot be an event; the message names field and remedy. Carries no stack trace: bad input is ordinary. */
public final class EntryFault extends RuntimeException {
    private final DeadLetter.Reason reason;

    public EntryFault(final DeadLetter.Reason reason, final String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static EntryFault impossible(final String detail) {
        return new EntryFault(DeadLetter.Reason.IMPOSSIBLE_VALUE, detail);
    }

    public DeadLetter.Reason reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
