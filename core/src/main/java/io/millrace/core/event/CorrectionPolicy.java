package io.millrace.core.event;

/** How a confirmation that said too much is put right: reversed and posted anew, or by a negative difference. */
public enum CorrectionPolicy {
    REVERSAL(0),
    DELTA(1);

    private static final CorrectionPolicy[] BY_CODE = values();
    private final int code;

    CorrectionPolicy(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static CorrectionPolicy of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException("CorrectionPolicy " + code
                    + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
