package io.millrace.core.event;

/** An event of a kind, code or schema newer than this program. Skipping it would lose something: the reader stops instead. */
public final class UnknownEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownEventException(final String message) {
        super(message);
    }
}
