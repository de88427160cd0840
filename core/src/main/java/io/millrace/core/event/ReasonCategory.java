package io.millrace.core.event;

/** What kind of stop a downtime reason stands for. */
public enum ReasonCategory {
    /** A delay during an order that nobody planned (ISO 22400-2: ADET). */
    UNPLANNED(0),
    /** Planned downtime: it is no part of the planned busy time. */
    PLANNED(1),
    /** Preparing an order (ISO 22400-2: AUST). */
    SETUP(2),
    /** The machine failed: a delay that also counts for MTBF and MTTR. */
    FAILURE(3);

    private static final ReasonCategory[] BY_CODE = values();
    private final int code;

    ReasonCategory(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static ReasonCategory of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException("ReasonCategory " + code
                    + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
