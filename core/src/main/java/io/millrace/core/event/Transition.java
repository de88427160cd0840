package io.millrace.core.event;

/** What happened to an order operation at a machine. */
public enum Transition {
    STARTED(0),
    PAUSED(1),
    RESUMED(2),
    COMPLETED(3);

    private static final Transition[] BY_CODE = values();
    private final int code;

    Transition(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static Transition of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "Transition " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
