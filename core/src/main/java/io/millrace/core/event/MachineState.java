package io.millrace.core.event;

/** States by their PackML number (OPC 30050); UNKNOWN is the absence of data and is never shown as idle. */
public enum MachineState {
    UNKNOWN(0),
    CLEARING(1),
    STOPPED(2),
    STARTING(3),
    IDLE(4),
    SUSPENDED(5),
    EXECUTE(6),
    STOPPING(7),
    ABORTING(8),
    ABORTED(9),
    HOLDING(10),
    HELD(11),
    UNHOLDING(12),
    SUSPENDING(13),
    UNSUSPENDING(14),
    RESETTING(15),
    COMPLETING(16),
    COMPLETE(17);

    private static final MachineState[] BY_CODE = values();
    private final int code;

    MachineState(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static MachineState of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "MachineState " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
