package io.millrace.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Whose figures count for an operation, and what one count is worth.
 *
 * @param authority null: as the machine has it
 * @param factorNumerator units of the operation per {@code factorDenominator} counts of a machine's counter, at least 1
 * @param countPoints paths of the machines whose figures count, separated by commas; empty: all that run it. The others' are
 *     observed
 */
public record OperationCounting(
        @Nullable Authority authority, long factorNumerator, long factorDenominator, String countPoints) {
    /** As the machine has it, one unit a count. */
    public static final OperationCounting PLAIN = new OperationCounting(null, 1, 1, "");
}
