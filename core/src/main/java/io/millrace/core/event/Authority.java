package io.millrace.core.event;

/** Whose figures count for a machine: its own counters, the reports of an MES, or nobody's. The others are only observed. */
public enum Authority {
    COUNTER(0),
    REPORT(1),
    /** Not a count point: what it counts is observed, and counted elsewhere on the line. */
    NONE(2);

    private static final Authority[] BY_CODE = values();
    private final int code;

    Authority(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static Authority of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "Authority " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
