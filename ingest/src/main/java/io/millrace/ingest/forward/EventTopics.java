package io.millrace.ingest.forward;

/**
 * Where a lane's records go.
 *
 * @param prefix of all topics' names, usually {@code millrace}
 */
public record EventTopics(String prefix, Form form) {
    /** What a lane's records are made of. */
    public enum Form {
        /** Canonical events (SBE), for the production topology. */
        EVENTS,
        /** Telemetry (JSON), for everyone else. */
        VALUES
    }

    /** Of canonical events. */
    public EventTopics(final String prefix) {
        this(prefix, Form.EVENTS);
    }

    /** Of telemetry, beside these. */
    public EventTopics ofValues() {
        return new EventTopics(prefix, Form.VALUES);
    }

    /** Canonical events (SBE) or values (JSON), key = machine path. */
    public String events() {
        return prefix + (form == Form.VALUES ? ".values" : ".events");
    }

    /** What was taken and not applied (JSON), key = machine or source. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }
}
