package io.millrace.core.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what each line says well and all of them together cannot mean: shifts that overlap, dates of which two things are said. */
final class Contradictions {
    private final Map<DayOfWeek, List<Written>> weekly;
    private final Map<LocalDate, List<Written>> exceptions;
    private final Map<LocalDate, Integer> noneLines;
    private final Map<LocalDate, Integer> holidayLines;
    /** A set: two shifts that overlap on each weekday are one fault. */
    private final Set<String> faults = new LinkedHashSet<>();

    /** The maps are not copied; {@code noneLines} and {@code holidayLines} give the line a date was said in. */
    Contradictions(
            final Map<DayOfWeek, List<Written>> weekly,
            final Map<LocalDate, List<Written>> exceptions,
            final Map<LocalDate, Integer> noneLines,
            final Map<LocalDate, Integer> holidayLines) {
        this.weekly = weekly;
        this.exceptions = exceptions;
        this.noneLines = noneLines;
        this.holidayLines = holidayLines;
    }

    Set<String> find() {
        checkDates();
        checkWeek();
        checkExceptions();
        return faults;
    }

    private void checkDates() {
        exceptions.forEach((date, shifts) -> {
            final Integer none = noneLines.get(date);
            final Integer holiday = holidayLines.get(date);
            if (none != null && !shifts.isEmpty()) {
                faults.add("line " + none + ": " + date + " has shifts in line "
                        + shifts.get(0).line() + ": take out one of them");
            }
            if (holiday != null) {
                faults.add("line " + holiday + ": " + date
                        + " is an exception too: take out the holiday, an exception says all about its date");
            }
        });
    }

    private void checkWeek() {
        for (final DayOfWeek day : DayOfWeek.values()) {
            final List<Written> shifts = weekly.getOrDefault(day, List.of());
            checkPairs(shifts);
            checkPairs(shifts, weekly.getOrDefault(day.plus(1), List.of()));
        }
    }

    /** No shift is longer than a day, so one that begins on an exception's date meets those of the dates beside it at most. */
    private void checkExceptions() {
        exceptions.forEach((date, shifts) -> {
            checkPairs(shifts);
            checkPairs(on(date.minusDays(1)), shifts);
            checkPairs(shifts, on(date.plusDays(1)));
        });
    }

    private List<Written> on(final LocalDate date) {
        final List<Written> replaced = exceptions.get(date);
        if (replaced != null) {
            return replaced;
        }
        return holidayLines.containsKey(date) ? List.of() : weekly.getOrDefault(date.getDayOfWeek(), List.of());
    }

    private void checkPairs(final List<Written> shifts) {
        for (int i = 1; i < shifts.size(); i++) {
            for (int j = 0; j < i; j++) {
                check(shifts.get(j), shifts.get(i), 0);
            }
        }
    }

    private void checkPairs(final List<Written> shifts, final List<Written> nextDay) {
        shifts.forEach(shift -> nextDay.forEach(next -> check(shift, next, 1)));
    }

    private void check(final Written one, final Written other, final int daysLater) {
        if (one.plan().span().overlaps(other.plan().span().plusDays(daysLater))) {
            final Written later = one.line() > other.line() ? one : other;
            final Written earlier = later == one ? other : one;
            faults.add("line " + later.line() + ": " + later.text() + " overlaps " + earlier.text() + " of line "
                    + earlier.line() + (daysLater == 0 ? "" : ", one of which begins the day before")
                    + ": let one end where the other begins");
        }
    }
}
