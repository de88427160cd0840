package io.millrace.core.aggregate;

/**
 * How a scope stood for one reason in one period.
 *
 * @param revision of the figures it was said with, so it rises with every statement: the highest counts
 * @param asOfNs how far time had come, nanoseconds since the epoch
 */
public record Downtime(CellId id, Reason reason, Stood stood, Figure.State state, long revision, long asOfNs) {
    /** {@code ...|JAM}, or {@code ...|JAM|planned}. */
    public String key() {
        return id.key() + "|" + reason.code() + (reason.planned() ? "|planned" : "");
    }
}
