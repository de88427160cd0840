package io.millrace.ingest.signal;

import io.millrace.core.event.Measure;
import java.math.BigDecimal;

/**
 * One value of a machine and what it means.
 *
 * @param address where the source finds it: node id, metric name, SHDR key
 * @param member which part of it: {@code Count}, {@code [0].AccCount}; empty for the value itself
 * @param measure what a COUNTER counts; meaningless otherwise
 * @param states how a STATE value is read; meaningless otherwise
 * @param byName an enumeration's value is taken by its name instead of its number, where the source knows the names
 * @param scale what a COUNTER's value is multiplied by, more than 0; meaningless otherwise
 */
public record Signal(
        String address,
        String member,
        Kind kind,
        Measure measure,
        StateTable states,
        boolean byName,
        BigDecimal scale) {
    public enum Kind {
        STATE,
        MODE,
        REASON,
        COUNTER,
        /** {@code order/operation} the machine runs; empty for none. */
        ORDER
    }

    /** @throws IllegalArgumentException if the scale is not above 0 */
    public Signal {
        if (scale.signum() <= 0) {
            throw new IllegalArgumentException("a scale is more than 0, not " + scale);
        }
        scale = scale.stripTrailingZeros();
    }

    /** The value itself, as it is. */
    public Signal(final String address, final Kind kind, final Measure measure, final StateTable states) {
        this(address, "", kind, measure, states, false, BigDecimal.ONE);
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

    public Signal withMember(final String newMember) {
        return new Signal(address, newMember, kind, measure, states, byName, scale);
    }

    public Signal withNames() {
        return new Signal(address, member, kind, measure, states, true, scale);
    }

    public Signal withScale(final BigDecimal newScale) {
        return new Signal(address, member, kind, measure, states, byName, newScale);
    }

    /** Address and member, for people. */
    public String place() {
        return member.isEmpty() ? address : address + " " + member;
    }
}
