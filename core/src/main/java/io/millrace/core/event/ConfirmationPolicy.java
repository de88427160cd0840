package io.millrace.core.event;

/**
 * When an operation's units are told, and how.
 *
 * @param everyMilli a partial confirmation as soon as this much is pending, 0 for never
 * @param intervalNs a partial confirmation of what is pending when this long has passed, 0 for never
 * @param atMilestones a partial confirmation when the operation is paused at a machine; its completion is always told
 * @param atShiftEnd a partial confirmation of what was made until a shift ended
 * @param withActivities confirmations carry setup, machine and labour times
 * @param mayGoNegative a correction by difference may be negative; else too much is reversed, or waits until it is made up
 * @param settleAfterNs how old units must be before they are told, since order starts come late; {@link #AS_THE_MACHINE} for the
 *     machine's own
 */
public record ConfirmationPolicy(
        long everyMilli,
        long intervalNs,
        boolean atMilestones,
        boolean atShiftEnd,
        boolean withActivities,
        boolean mayGoNegative,
        long settleAfterNs,
        CorrectionPolicy correction) {
    /** No {@code settleAfterNs} of the operation's own. */
    public static final long AS_THE_MACHINE = -1;

    /** The simple one: by quantity, by time, at milestones; a correction by difference may be negative. */
    public static ConfirmationPolicy of(
            final long everyMilli,
            final long intervalNs,
            final boolean atMilestones,
            final CorrectionPolicy correction) {
        return new ConfirmationPolicy(
                everyMilli, intervalNs, atMilestones, false, false, true, AS_THE_MACHINE, correction);
    }
}
