package io.millrace.core.calendar;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The days of one working time, worked out when asked for; the latest few are kept. Not thread-safe. */
final class Days {
    /** Two weeks: late events are seldom older. A power of two, so that days beside each other never share a place. */
    private static final int KEPT = 16;

    private final WorkingTime workingTime;
    private final @Nullable Day[] kept = new @Nullable Day[KEPT];
    private Day latest;

    Days(final WorkingTime workingTime) {
        this.workingTime = workingTime;
        this.latest = day(LocalDate.EPOCH);
    }

    WorkingTime workingTime() {
        return workingTime;
    }

    Slot at(final long timeNs) {
        if (!latest.contains(timeNs)) {
            latest = dayOf(timeNs);
        }
        return latest.at(timeNs);
    }

    /** Where the clock is turned back over midnight it shows a date again that is over: the time belongs to a later one. */
    private Day dayOf(final long timeNs) {
        Day day = day(workingTime.dateAt(timeNs));
        while (timeNs >= day.toNs()) {
            day = day(day.date().plusDays(1));
        }
        return day;
    }

    private Day day(final LocalDate date) {
        final int place = (int) (date.toEpochDay() & (KEPT - 1));
        final Day known = kept[place];
        if (known != null && known.date().equals(date)) {
            return known;
        }
        final Day day = Day.of(workingTime, date);
        kept[place] = day;
        return day;
    }
}
