package io.millrace.ingest.shdr;

/** A line that is not SHDR; the message says what was expected. Carries no stack trace: bad input is ordinary. */
public final class ShdrSyntaxException extends Exception {
    public ShdrSyntaxException(final String detail) {
        super(detail, null, false, false);
    }
}
