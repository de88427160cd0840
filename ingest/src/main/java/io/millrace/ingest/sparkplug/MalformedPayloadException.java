package io.millrace.ingest.sparkplug;

/** The bytes are not a Sparkplug B payload, or exceed a limit. Without a stack trace: bad input must stay cheap. */
public final class MalformedPayloadException extends Exception {
    private final int offset;
    private final boolean isTooLarge;

    MalformedPayloadException(final String what, final int offset) {
        this(what, offset, false);
    }

    private MalformedPayloadException(final String what, final int offset, final boolean isTooLarge) {
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
        this.isTooLarge = isTooLarge;
    }

    static MalformedPayloadException tooLarge(final String what, final int offset) {
        return new MalformedPayloadException(what, offset, true);
    }

    /** True if a limit is exceeded; the bytes may be a payload all the same. */
    public boolean isTooLarge() {
        return isTooLarge;
    }

    /** Where in the payload reading stopped, counted from 0. */
    public int offset() {
        return offset;
    }
}
