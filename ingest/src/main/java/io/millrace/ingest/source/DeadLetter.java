package io.millrace.ingest.source;

/**
 * A message that was taken, kept and not applied.
 *
 * @param source name of the source it came from
 * @param origin topic, node or file and line it came from
 * @param timeNs gateway clock, nanoseconds since the epoch
 * @param reason why, for programs
 * @param detail why, for people: names the remedy
 * @param machine path where known, otherwise empty
 * @param order where known, otherwise empty
 * @param lot where known, otherwise empty
 * @param payload the original bytes; not copied, must not change any more
 */
public record DeadLetter(
        String source,
        String origin,
        long timeNs,
        Reason reason,
        String detail,
        String machine,
        String order,
        String lot,
        byte[] payload) {

    /** A technical letter wants a fixed message or mapping, a business letter a decision of somebody who knows the plant. */
    public enum Kind {
        TECHNICAL,
        BUSINESS
    }

    public enum Reason {
        UNDECODABLE(Kind.TECHNICAL),
        TOO_LARGE(Kind.TECHNICAL),
        NOT_MAPPED(Kind.TECHNICAL),
        UNKNOWN_MACHINE(Kind.BUSINESS),
        IMPOSSIBLE_VALUE(Kind.BUSINESS),
        NO_EVENT_ID(Kind.BUSINESS),
        NO_SOURCE_TIME(Kind.BUSINESS);

        private final Kind kind;

        Reason(final Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }
}
