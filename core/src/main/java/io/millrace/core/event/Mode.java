package io.millrace.core.event;

/** Unit mode by its PackML number, SETUP being Millrace's own. */
public enum Mode {
    UNKNOWN(0),
    PRODUCTION(1),
    MAINTENANCE(2),
    MANUAL(3),
    SETUP(4);

    private static final Mode[] BY_CODE = values();
    private final int code;

    Mode(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static Mode of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "Mode " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
