package io.millrace.core.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One local date: the slots that touch it, in order. Those of a shift are whole, so the first may begin and the last may end on the
 * date beside it; time outside shifts is cut at both ends of the date.
 *
 * @param fromNs the first instant of the date, nanoseconds since the epoch
 * @param toNs the first instant of the date after it
 */
record Day(LocalDate date, long fromNs, long toNs, List<Slot> slots) {
    static Day of(final WorkingTime workingTime, final LocalDate date) {
        final long fromNs = workingTime.instantNs(date, 0);
        final long toNs = workingTime.instantNs(date.plusDays(1), 0);
        final List<Slot> slots = new ArrayList<>();
        long endNs = fromNs;
        for (final LocalDate begins : List.of(date.minusDays(1), date)) {
            for (final ShiftPlan plan : workingTime.plansOn(begins)) {
                final Shift shift = shift(workingTime, begins, plan);
                if (shift.fromNs() < shift.toNs() && shift.toNs() > fromNs) {
                    addFree(slots, endNs, shift.fromNs());
                    addShift(slots, workingTime, shift, plan);
                    endNs = shift.toNs();
                }
            }
        }
        addFree(slots, endNs, toNs);
        return new Day(date, fromNs, toNs, slots);
    }

    private static Shift shift(final WorkingTime workingTime, final LocalDate date, final ShiftPlan plan) {
        return new Shift(
                plan.name(),
                date,
                workingTime.instantNs(date, plan.span().fromMinute()),
                workingTime.instantNs(date, plan.span().toMinute()));
    }

    private static void addFree(final List<Slot> slots, final long fromNs, final long toNs) {
        if (fromNs < toNs) {
            slots.add(new Slot(fromNs, toNs, null, false, false));
        }
    }

    private static void addShift(
            final List<Slot> slots, final WorkingTime workingTime, final Shift shift, final ShiftPlan plan) {
        long endNs = shift.fromNs();
        for (final Span pause : plan.breaks()) {
            final long fromNs = workingTime.instantNs(shift.date(), pause.fromMinute());
            final long toNs = workingTime.instantNs(shift.date(), pause.toMinute());
            if (fromNs < toNs) {
                addPart(slots, shift, endNs, fromNs, false);
                addPart(slots, shift, fromNs, toNs, true);
                endNs = toNs;
            }
        }
        addPart(slots, shift, endNs, shift.toNs(), false);
    }

    private static void addPart(
            final List<Slot> slots, final Shift shift, final long fromNs, final long toNs, final boolean isBreak) {
        if (fromNs < toNs) {
            slots.add(new Slot(fromNs, toNs, shift, true, isBreak));
        }
    }

    boolean contains(final long timeNs) {
        return fromNs <= timeNs && timeNs < toNs;
    }

    /** @param timeNs within the date */
    Slot at(final long timeNs) {
        for (final Slot slot : slots) {
            if (slot.contains(timeNs)) {
                return slot;
            }
        }
        throw new IllegalStateException("the slots of " + date + " have a hole at " + timeNs);
    }
}
