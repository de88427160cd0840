package io.millrace.core.aggregate;

import io.millrace.core.event.MachineState;

/**
 * Why a machine stood.
 *
 * @param code as given, or the state's name in brackets where nobody gave one
 * @param planned planned downtime, which is no loss
 */
public record Reason(String code, boolean planned) implements Comparable<Reason> {
    static Reason of(final String code, final MachineState state, final boolean planned) {
        return new Reason(code.isEmpty() ? "(" + state + ")" : code, planned);
    }

    @Override
    public int compareTo(final Reason other) {
        final int byCode = code.compareTo(other.code);
        return byCode != 0 ? byCode : Boolean.compare(planned, other.planned);
    }
}
