package io.millrace.core.event;

/** What a counter or a report counts. TOTAL is everything that left, good or not: scrap counted beside it is taken out of good. */
public enum Measure {
    GOOD(0),
    SCRAP(1),
    REWORK(2),
    TOTAL(3);

    private static final Measure[] BY_CODE = values();
    private final int code;

    Measure(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static Measure of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "Measure " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
