package io.millrace.core.event;

/** The step of quality work a record belongs to (ISA-95 quality operations). */
public enum QualityType {
    INSPECTION(0),
    NONCONFORMANCE(1),
    DISPOSITION(2);

    private static final QualityType[] BY_CODE = values();
    private final int code;

    QualityType(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static QualityType of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "QualityType " + code + " is newer than this program: upgrade the topologies before the gateways");
        }
        return BY_CODE[code];
    }
}
