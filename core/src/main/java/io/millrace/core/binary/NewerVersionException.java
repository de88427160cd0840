package io.millrace.core.binary;

/** Something was written by a newer version of the program. Skipping it would lose something: the reader stops instead. */
public class NewerVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NewerVersionException(final String message) {
        super(message);
    }
}
