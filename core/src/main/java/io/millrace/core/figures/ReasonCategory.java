package io.millrace.core.figures;

import io.millrace.core.event.UnknownEventException;

/** What kind of downtime a reason names. */
public enum ReasonCategory {
    UNPLANNED(0),
    /** Planned downtime: taken out of the planned busy time. */
    PLANNED(1),
    /** Preparing an order: changeover, teardown, warming up. */
    SETUP(2),
    /** Unplanned, and the work unit itself had failed: counts for MTBF and MTTR. */
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
