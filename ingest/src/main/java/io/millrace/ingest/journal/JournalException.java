package io.millrace.ingest.journal;

/** The journal cannot be opened, written or read any further. The message says what can be done about it. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(final String message) {
        super(message);
    }

    public JournalException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
