package io.millrace.perf.plant;

/** What a simulated machine does wrong on purpose. */
public enum InjectionKind {
    /** Units made while no order is registered. */
    UNATTRIBUTED,
    /** Units reported with a time older than any horizon. */
    QUARANTINED,
    /** The same reading or report told again. */
    DUPLICATE,
    /** A report told seconds after its time. */
    LATE,
    /** Two reports told in the wrong order. */
    SWAPPED,
    /** An order change whose time is corrected later. */
    CORRECTION,
    /** A counter starts again at zero because its range is used up. */
    WRAP,
    /** A counter starts again at zero because its controller restarted. */
    RESET,
    /** A counter reading that makes no sense. */
    BOGUS
}
