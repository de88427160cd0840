package io.millrace.core.binary;

/** A stored value is broken. The machine it belongs to is parked. */
public final class StateFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateFormatException(final String message) {
        super(message);
    }
}
