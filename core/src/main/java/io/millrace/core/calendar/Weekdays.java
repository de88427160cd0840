package io.millrace.core.calendar;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** Weekdays as they are written: {@code Mon-Fri}, {@code Mon,Wed,Fri}, {@code Sun-Thu}. */
final class Weekdays {
    private static final List<String> NAMES = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int SHORTEST_RANGE = 3;

    private Weekdays() {}

    /** A range may run over the end of the week. */
    static EnumSet<DayOfWeek> parse(final String text) {
        final EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (final String part : text.split(",", -1)) {
            final int dash = part.indexOf('-');
            DayOfWeek day = day(dash < 0 ? part : part.substring(0, dash));
            final DayOfWeek last = dash < 0 ? day : day(part.substring(dash + 1));
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(final String name) {
        for (final DayOfWeek day : DayOfWeek.values()) {
            if (name(day).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a weekday: write days as Mon-Fri or Mon,Wed,Fri");
    }

    /** @return ranges where three or more days follow each other, from Monday */
    static String text(final Set<DayOfWeek> days) {
        final StringJoiner text = new StringJoiner(",");
        int day = 1;
        while (day <= NAMES.size()) {
            int end = day;
            while (end <= NAMES.size() && days.contains(DayOfWeek.of(end))) {
                end++;
            }
            if (end - day >= SHORTEST_RANGE) {
                text.add(name(DayOfWeek.of(day)) + "-" + name(DayOfWeek.of(end - 1)));
            } else {
                for (int each = day; each < end; each++) {
                    text.add(name(DayOfWeek.of(each)));
                }
            }
            day = end + 1;
        }
        return text.toString();
    }

    static String name(final DayOfWeek day) {
        return NAMES.get(day.getValue() - 1);
    }
}
