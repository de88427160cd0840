package io.millrace.core.event;

/** What somebody decided, on the record, with actor and reason. */
public enum DecisionType {
    QUARANTINE_ACCEPTED(0),
    QUARANTINE_REJECTED(1),
    SETTLE_REQUESTED(2),
    /** The ERP refused a confirmation for good: its quantity is to be told again. The target is its id. */
    CONFIRMATION_RETURNED(3);

    private static final DecisionType[] BY_CODE = values();
    private final int code;

    DecisionType(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static DecisionType of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "DecisionType " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
