package io.millrace.core.event;

import io.millrace.core.binary.NewerVersionException;

/** An event of a kind, code or schema newer than this program. */
public final class UnknownEventException extends NewerVersionException {
    private static final long serialVersionUID = 1L;

    public UnknownEventException(final String message) {
        super(message);
    }
}
