package io.millrace.core.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of one working time, once. Collects every fault before it gives up. */
final class WorkingTimeReader {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMES = Pattern.compile("(\\d{2}):(\\d{2})-(\\d{2}):(\\d{2})");
    private static final String SHIFT_REMEDY = "write shift early Mon-Fri 06:00-14:00 break 10:00-10:15";
    private static final String ON_REMEDY = "write on 2026-12-24 none, or on 2026-12-24 shift early 06:00-12:00";

    private final Map<DayOfWeek, List<Written>> weekly = new EnumMap<>(DayOfWeek.class);
    private final Map<LocalDate, List<Written>> exceptions = new TreeMap<>();
    private final Map<LocalDate, Integer> noneLines = new TreeMap<>();
    private final Map<LocalDate, Integer> holidayLines = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    WorkingTime read(final String zoneName, final String text) {
        final ZoneId zone = zone(zoneName);
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            try {
                statement(line, number);
            } catch (final IllegalArgumentException fault) {
                faults.add("line " + number + ": " + fault.getMessage());
            }
        }
        stopIfFaulty();
        sort();
        faults.addAll(new Contradictions(weekly, exceptions, noneLines, holidayLines).find());
        stopIfFaulty();
        return new WorkingTime(
                zone, plans(weekly), new TreeMap<>(plans(exceptions)), new TreeSet<>(holidayLines.keySet()));
    }

    private static ZoneId zone(final String name) {
        try {
            return ZoneId.of(name);
        } catch (final DateTimeException fault) {
            throw new IllegalArgumentException(
                    "zone '" + name + "' is not a time zone: write its name in the tz database, such as Europe/Berlin",
                    fault);
        }
    }

    private void stopIfFaulty() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    private void statement(final String line, final int number) {
        final int comment = line.indexOf('#');
        final String said = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (said.isEmpty()) {
            return;
        }
        final Iterator<String> words = Arrays.asList(said.split("\\s+")).iterator();
        final String kind = words.next();
        switch (kind) {
            case "shift" -> weeklyShift(words, number);
            case "holiday" -> holidayLines.putIfAbsent(date(next(words, "write holiday 2026-12-25")), number);
            case "on" -> exception(words, number);
            default ->
                throw new IllegalArgumentException("'" + kind
                        + "' is not a statement: begin with shift, holiday or on; after # follows a comment");
        }
        if (words.hasNext()) {
            throw new IllegalArgumentException("'" + words.next() + "' is too much: one statement a line");
        }
    }

    private void weeklyShift(final Iterator<String> words, final int number) {
        final String name = name(next(words, SHIFT_REMEDY));
        final Set<DayOfWeek> days = Weekdays.parse(next(words, SHIFT_REMEDY));
        final Written shift = new Written(number, plan(name, words, SHIFT_REMEDY));
        days.forEach(day -> add(weekly.computeIfAbsent(day, any -> new ArrayList<>()), shift, Weekdays.name(day)));
    }

    private void exception(final Iterator<String> words, final int number) {
        final LocalDate date = date(next(words, ON_REMEDY));
        final String kind = next(words, ON_REMEDY);
        final List<Written> shifts = exceptions.computeIfAbsent(date, any -> new ArrayList<>());
        switch (kind) {
            case "none" -> noneLines.putIfAbsent(date, number);
            case "shift" -> {
                final String name = name(next(words, ON_REMEDY));
                add(shifts, new Written(number, plan(name, words, ON_REMEDY)), date.toString());
            }
            default -> throw new IllegalArgumentException("'" + kind + "' is neither none nor shift: " + ON_REMEDY);
        }
    }

    private static void add(final List<Written> shifts, final Written shift, final String day) {
        final String name = shift.plan().name();
        for (final Written other : shifts) {
            if (other.plan().name().equals(name)) {
                throw new IllegalArgumentException("shift " + name + " begins on " + day + " in line " + other.line()
                        + " already: give one of them another name or another day");
            }
        }
        shifts.add(shift);
    }

    /** The rest of a statement: the time and the breaks. */
    private static ShiftPlan plan(final String name, final Iterator<String> words, final String remedy) {
        final String time = next(words, remedy);
        final Span written = span(time);
        final int length = written.toMinute() - written.fromMinute();
        final Span span = length > 0 ? written : new Span(written.fromMinute(), written.toMinute() + Span.DAY);
        final List<Span> breaks = new ArrayList<>();
        while (words.hasNext()) {
            final String word = words.next();
            if (!word.equals("break")) {
                throw new IllegalArgumentException("'" + word + "' is no part of a shift: " + remedy);
            }
            breaks.add(pause(next(words, remedy), span));
        }
        breaks.sort(Comparator.comparingInt(Span::fromMinute));
        for (int i = 1; i < breaks.size(); i++) {
            if (breaks.get(i - 1).overlaps(breaks.get(i))) {
                throw new IllegalArgumentException("break " + breaks.get(i).text() + " overlaps break "
                        + breaks.get(i - 1).text() + ": let one end where the other begins");
            }
        }
        return new ShiftPlan(name, span, breaks);
    }

    /** A break is the first time its clock times come after the shift's start. */
    private static Span pause(final String text, final Span shift) {
        final Span written = span(text);
        final int afterStart = Math.floorMod(written.fromMinute() - shift.fromMinute(), Span.DAY);
        final int length = Math.floorMod(written.toMinute() - written.fromMinute(), Span.DAY);
        final int from = shift.fromMinute() + afterStart;
        if (length == 0 || from + length > shift.toMinute()) {
            throw new IllegalArgumentException(
                    "break " + text + " is not within the shift " + shift.text() + ": move it, or the shift's end");
        }
        return new Span(from, from + length);
    }

    private static Span span(final String text) {
        final Matcher times = TIMES.matcher(text);
        if (times.matches()) {
            final int from = minute(times.group(1), times.group(2));
            final int to = minute(times.group(3), times.group(4));
            if (from >= 0 && from < Span.DAY && to >= 0) {
                return new Span(from, to);
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is not a time from and to: write 06:00-14:00; the latest end is 24:00, the latest start 23:59");
    }

    /** @return -1 if it is not a time of day or 24:00 */
    private static int minute(final String hours, final String minutes) {
        final int minute = Integer.parseInt(minutes);
        final int ofDay = Integer.parseInt(hours) * 60 + minute;
        return minute < 60 && ofDay <= Span.DAY ? ofDay : -1;
    }

    private static String name(final String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a shift's name: use letters, digits, '.', '_' and '-', a letter or digit first");
        }
        return text;
    }

    private static LocalDate date(final String text) {
        if (DATE.matcher(text).matches()) {
            try {
                return LocalDate.parse(text);
            } catch (final DateTimeException fault) {
                throw new IllegalArgumentException("there is no " + text + ": write a date of the calendar", fault);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a date: write year, month and day as 2026-12-25");
    }

    private static String next(final Iterator<String> words, final String remedy) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("something is missing at the end: " + remedy);
        }
        return words.next();
    }

    private void sort() {
        weekly.values().forEach(shifts -> shifts.sort(Written.ORDER));
        exceptions.values().forEach(shifts -> shifts.sort(Written.ORDER));
    }

    private static <K extends Comparable<? super K>> Map<K, List<ShiftPlan>> plans(
            final Map<K, List<Written>> written) {
        final Map<K, List<ShiftPlan>> plans = new TreeMap<>();
        written.forEach((key, shifts) ->
                plans.put(key, shifts.stream().map(Written::plan).toList()));
        return plans;
    }
}
