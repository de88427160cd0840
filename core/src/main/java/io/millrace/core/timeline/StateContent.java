package io.millrace.core.timeline;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;

/** What a machine's state says; two that are equal are one interval. */
public record StateContent(MachineState state, Mode mode, String nativeState, String reason) {
    /** Before anything was heard. */
    public static final StateContent NONE = new StateContent(MachineState.UNKNOWN, Mode.UNKNOWN, "", "");

    StateContent withReason(final String newReason) {
        return new StateContent(state, mode, nativeState, newReason);
    }
}
