package io.millrace.topology.topic;

/** The topics are not as they have to be, and starting would do harm; the message says what the user can do about it. */
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicException(final String message) {
        super(message);
    }
}
