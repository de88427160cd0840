package io.millrace.ingest.forward;

/** @param prefix of all topics' names, usually {@code millrace} */
public record EventTopics(String prefix) {
    /** Canonical events (SBE), key = machine path. */
    public String events() {
        return prefix + ".events";
    }

    /** What was taken and not applied (JSON), key = machine or source. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }
}
