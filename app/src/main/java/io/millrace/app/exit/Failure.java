package io.millrace.app.exit;

import org.jspecify.annotations.Nullable;

/** The run cannot go on. The message is for the user: one sentence that says what is wrong and what to do about it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public Failure(final ExitCode exitCode, final String sentence) {
        this(exitCode, sentence, null);
    }

    public Failure(final ExitCode exitCode, final String sentence, final @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** The sentence; never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** A failure as it stands, anything else turned into the sentence that fits it best. */
    public static Failure of(final Throwable thrown) {
        return thrown instanceof Failure failure ? failure : Diagnosis.of(thrown);
    }
}
