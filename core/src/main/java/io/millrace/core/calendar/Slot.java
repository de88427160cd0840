package io.millrace.core.calendar;

import org.jspecify.annotations.Nullable;

/**
 * A piece of time with one meaning; the slots of a machine follow each other without hole or overlap. Never empty.
 *
 * @param fromNs start, nanoseconds since the epoch (UTC)
 * @param toNs end, exclusive
 * @param shift the shift it is part of; null outside shifts and where no calendar holds
 * @param scheduled true within a shift, its breaks included, and where no calendar holds: scheduled operation time (POT) of ISO 22400-2
 * @param isBreak true within a break, which is planned downtime: what is scheduled and no break is planned busy time (PBT)
 */
public record Slot(long fromNs, long toNs, @Nullable Shift shift, boolean scheduled, boolean isBreak) {
    public boolean contains(final long timeNs) {
        return fromNs <= timeNs && timeNs < toNs;
    }

    /** The part of the slot within the bounds, which it must touch. The shift stays whole. */
    Slot clipped(final long lowestNs, final long highestNs) {
        return lowestNs <= fromNs && toNs <= highestNs
                ? this
                : new Slot(Math.max(fromNs, lowestNs), Math.min(toNs, highestNs), shift, scheduled, isBreak);
    }
}
