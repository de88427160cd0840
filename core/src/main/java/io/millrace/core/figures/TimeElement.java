package io.millrace.core.figures;

import io.millrace.core.event.UnknownEventException;

/** What an instant of a work unit counts as, after the time model of ISO 22400-2. Each instant is exactly one of them. */
public enum TimeElement {
    /** Actual production time, APT: value is added. */
    PRODUCTION(0),
    /** Actual setup time, AUST: preparing an order. */
    SETUP(1),
    /** Actual unit delay time, ADET: malfunctions, minor stoppages and other interruptions while an order is being worked on. */
    DELAY(2),
    /** Actual unit down time, ADOT: available, but without an order. */
    DOWN(3),
    /** Planned downtime: breaks, planned stops, planned maintenance. */
    PLANNED(4),
    /** Outside the scheduled operation time, and nothing produced. */
    UNSCHEDULED(5),
    /** No data. Never shown as idle, and in no figure: it only marks them incomplete. */
    UNKNOWN(6);

    private static final TimeElement[] BY_CODE = values();
    private final int code;

    TimeElement(final int code) {
        this.code = code;
    }

    /** The number on the wire, fixed for ever. */
    public int code() {
        return code;
    }

    /** @throws UnknownEventException if this version knows no such code */
    public static TimeElement of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new UnknownEventException(
                    "TimeElement " + code + " is newer than this program: upgrade the readers before the writers");
        }
        return BY_CODE[code];
    }
}
