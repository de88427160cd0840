package io.millrace.core.calendar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for one machine: periods from the first time to the last, each with one working time or none. Not thread-safe. */
final class MachineCalendar {
    /**
     * @param days null where nothing is defined
     */
    record Period(long fromNs, long toNs, @Nullable Days days) {
        /** A shift that another working time cuts is no longer than the part that holds. */
        Slot at(final long timeNs) {
            if (days == null) {
                return new Slot(fromNs, toNs, null, true, false);
            }
            final Slot slot = days.at(timeNs);
            final Shift shift = slot.shift();
            if (shift == null || fromNs <= shift.fromNs() && shift.toNs() <= toNs) {
                return slot.clipped(fromNs, toNs);
            }
            final Shift cut = new Shift(
                    shift.name(), shift.date(), Math.max(shift.fromNs(), fromNs), Math.min(shift.toNs(), toNs));
            return new Slot(
                    Math.max(slot.fromNs(), fromNs),
                    Math.min(slot.toNs(), toNs),
                    cut,
                    slot.scheduled(),
                    slot.isBreak());
        }
    }

    private final List<Period> periods;
    private Period period;
    private Slot slot;

    /** @param periods without hole or overlap, in order, from {@link Calendars#FIRST_NS} to {@link Calendars#END_NS} */
    MachineCalendar(final List<Period> periods) {
        this.periods = periods;
        this.period = periods.get(0);
        this.slot = period.at(period.fromNs());
    }

    Slot at(final long timeNs) {
        if (!slot.contains(timeNs)) {
            slot = periodAt(timeNs).at(timeNs);
        }
        return slot;
    }

    Period periodAt(final long timeNs) {
        if (timeNs < period.fromNs() || timeNs >= period.toNs()) {
            period = search(timeNs);
        }
        return period;
    }

    private Period search(final long timeNs) {
        int low = 0;
        int high = periods.size() - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (timeNs < periods.get(middle).toNs()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return periods.get(low);
    }
}
