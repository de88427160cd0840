package io.millrace.core.timeline;

import io.millrace.core.event.Mode;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/**
 * What a machine was doing, and for whom.
 *
 * @param operation that was registered, null for none
 * @param producing as the machine's profile sees its state
 */
public record Situation(StateContent content, @Nullable OperationKey operation, boolean producing) {
    /** What so long in this situation is for the operation. */
    public Activity activity(final long durationNs) {
        if (content.mode() == Mode.SETUP) {
            return new Activity(durationNs, 0, 0, 0);
        }
        return producing ? new Activity(0, durationNs, 0, 0) : new Activity(0, 0, durationNs, 0);
    }
}
