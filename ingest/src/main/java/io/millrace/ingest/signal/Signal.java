package io.millrace.ingest.signal;

import io.millrace.core.event.Measure;

/**
 * One value of a machine and what it means.
 *
 * @param address where the source finds it: node id, metric name, SHDR key
 * @param measure what a COUNTER counts; meaningless otherwise
 * @param states how a STATE value is read; meaningless otherwise
 */
public record Signal(String address, Kind kind, Measure measure, StateTable states) {
    public enum Kind {
        STATE,
        MODE,
        REASON,
        COUNTER,
        /** {@code order/operation} the machine runs; empty for none. */
        ORDER
    }

    public static Signal state(final String address, final StateTable states) {
        return new Signal(address, Kind.STATE, Measure.GOOD, states);
    }

    public static Signal counter(final String address, final Measure measure) {
        return new Signal(address, Kind.COUNTER, measure, StateTable.PACKML);
    }

    public static Signal of(final String address, final Kind kind) {
        return new Signal(address, kind, Measure.GOOD, StateTable.PACKML);
    }
}
