package io.millrace.ingest.sparkplug;

/** The bytes are not a Sparkplug B payload, or exceed a limit. Without a stack trace: bad input must stay cheap. */
public final class MalformedPayloadException extends Exception {
    private final int offset;

    MalformedPayloadException(final String what, final int offset) {
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** Where in the payload reading stopped, counted from 0. */
    public int offset() {
        return offset;
    }
}
