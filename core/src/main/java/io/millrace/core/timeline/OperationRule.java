package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import org.jspecify.annotations.Nullable;

/**
 * How one operation is counted at one machine.
 *
 * @param authority null: as the machine has it
 * @param numerator units per {@code denominator} counts of a counter
 * @param countPoint whether the machine is named as a count point of the operation; null if none is named
 */
public record OperationRule(
        @Nullable Authority authority, long numerator, long denominator, @Nullable Boolean countPoint) {
    /** As the machine has it, one unit a count. */
    public static final OperationRule PLAIN = new OperationRule(null, 1, 1, null);

    /** Units that a counter stands for; differences of it add up without an error. */
    long unitsMilli(final long countsMilli) {
        return numerator == denominator
                ? countsMilli
                : Math.floorDiv(Math.multiplyExact(countsMilli, numerator), denominator);
    }

    Authority authority(final Authority machines) {
        if (countPoint != null) {
            if (!countPoint) {
                return Authority.NONE;
            }
            final Authority own = machines == Authority.NONE ? Authority.COUNTER : machines;
            return authority == null ? own : authority;
        }
        return machines == Authority.NONE || authority == null ? machines : authority;
    }
}
