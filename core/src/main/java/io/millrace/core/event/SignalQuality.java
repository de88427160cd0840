package io.millrace.core.event;

/** How far the source vouches for a value: OPC UA status, Sparkplug quality; sources without one say GOOD. */
public enum SignalQuality {
    GOOD(0),
    UNCERTAIN(1),
    BAD(2);

    private static final SignalQuality[] BY_CODE = values();
    private final int code;

    SignalQuality(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static SignalQuality of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException("SignalQuality " + code
                    + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
