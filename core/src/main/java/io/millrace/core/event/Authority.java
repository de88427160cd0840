package io.millrace.core.event;

/** Whose figures count for a machine: its own counters, or the reports of an MES. The other is only observed. */
public enum Authority {
    COUNTER(0),
    REPORT(1);

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
