package io.millrace.core.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A working time made at random around a change of the clock where the zone has one, as text, and a plain model of what it means: the
 * day is cut at random times, and whatever days and exceptions take of the cuts, nothing overlaps.
 */
final class AnyWorkingTime {
    static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("2029-01-01T00:00:00Z");

    private static final int DAY = 24 * 60;
    private static final List<ZoneId> ZONES =
            new TreeSet<>(ZoneId.getAvailableZoneIds()).stream().map(ZoneId::of).toList();
    private static final List<ZoneId> CHANGING = ZONES.stream()
            .filter(zone -> {
                final ZoneOffsetTransition next = zone.getRules().nextTransition(FIRST);
                return next != null && next.getInstant().isBefore(LAST);
            })
            .toList();

    private record Times(String name, int from, int to, List<int[]> breaks) {
        String text() {
            return clock(from % DAY) + "-" + clock(to % DAY)
                    + breaks.stream()
                            .map(pause -> " break " + clock(pause[0] % DAY) + "-" + clock(pause[1] % DAY))
                            .collect(Collectors.joining());
        }

        private static String clock(final int minute) {
            return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
        }
    }

    final ZoneId zone;
    /** What the working time is made around: a change of the clock, or any time. */
    final Instant around;

    private final Random random;
    private final Map<DayOfWeek, List<Times>> weekly = new HashMap<>();
    private final Map<LocalDate, List<Times>> exceptions = new TreeMap<>();
    private final Set<LocalDate> holidays = new TreeSet<>();
    private final List<String> lines = new ArrayList<>();

    AnyWorkingTime(final Random random) {
        this.random = random;
        this.zone = any(random.nextInt(4) == 0 ? ZONES : CHANGING);
        final Instant time = FIRST.plusSeconds(
                (long) (random.nextDouble() * FIRST.until(LAST.minus(400, ChronoUnit.DAYS), ChronoUnit.SECONDS)));
        final ZoneOffsetTransition next = zone.getRules().nextTransition(time);
        this.around = next == null || next.getInstant().isAfter(LAST)
                ? time.truncatedTo(ChronoUnit.MINUTES)
                : next.getInstant();
        final List<Integer> cuts =
                cuts(next == null ? LocalTime.NOON : next.getDateTimeBefore().toLocalTime());
        weekly(cuts);
        exceptions(cuts, around.atZone(zone).toLocalDate());
    }

    /** Some at the change of the clock or near it. */
    private List<Integer> cuts(final LocalTime change) {
        final Set<Integer> cuts = new TreeSet<>();
        final int grain = List.of(1, 15, 30, 60).get(random.nextInt(4));
        final int count = 1 + random.nextInt(5);
        while (cuts.size() < count) {
            final int near = change.toSecondOfDay() / 60 + 15 * (random.nextInt(9) - 4);
            cuts.add(random.nextBoolean() ? Math.floorMod(near, DAY) : random.nextInt(DAY / grain) * grain);
        }
        return new ArrayList<>(cuts);
    }

    private void weekly(final List<Integer> cuts) {
        for (int i = 0; i < cuts.size(); i++) {
            final EnumSet<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
            days.removeIf(day -> random.nextInt(4) == 0);
            if (!days.isEmpty()) {
                final Times times = times(cuts, i, "s" + i);
                final List<DayOfWeek> written = new ArrayList<>(days);
                Collections.shuffle(written, random);
                written.forEach(day ->
                        weekly.computeIfAbsent(day, any -> new ArrayList<>()).add(times));
                lines.add("shift " + times.name() + " "
                        + written.stream()
                                .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
                                .collect(Collectors.joining(","))
                        + " " + times.text());
            }
        }
    }

    private void exceptions(final List<Integer> cuts, final LocalDate middle) {
        for (LocalDate date = middle.minusDays(5); date.isBefore(middle.plusDays(5)); date = date.plusDays(1)) {
            final int kind = random.nextInt(10);
            if (kind == 0) {
                holidays.add(date);
                lines.add("holiday " + date);
            } else if (kind == 1) {
                exceptions.put(date, List.of());
                lines.add("on " + date + " none");
            } else if (kind == 2) {
                final List<Times> shifts = new ArrayList<>();
                for (int i = random.nextInt(cuts.size()); i < cuts.size(); i++) {
                    final Times times = times(cuts, i, random.nextBoolean() ? "s" + i : "x" + i);
                    shifts.add(times);
                    lines.add("on " + date + " shift " + times.name() + " " + times.text());
                }
                exceptions.put(date, shifts);
            }
        }
    }

    private Times times(final List<Integer> cuts, final int index, final String name) {
        final int from = cuts.get(index);
        final int next = index + 1 < cuts.size() ? cuts.get(index + 1) : cuts.get(0) + DAY;
        final int to = random.nextInt(3) == 0 ? from + 1 + random.nextInt(next - from) : next;
        final Set<Integer> ends = new TreeSet<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            ends.add(from + random.nextInt(to - from + 1));
        }
        final List<Integer> points = new ArrayList<>(ends);
        final List<int[]> breaks = new ArrayList<>();
        for (int i = 1; i < points.size(); i += 2) {
            if (points.get(i) - points.get(i - 1) < DAY) {
                breaks.add(new int[] {points.get(i - 1), points.get(i)});
            }
        }
        return new Times(name, from, to, breaks);
    }

    private <T> T any(final List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    List<String> lines() {
        return lines;
    }

    String text() {
        return String.join("\n", lines);
    }

    WorkingTime workingTime() {
        return WorkingTime.parse(zone.getId(), text());
    }

    /** @return what the plan says of a clock that has come as far as this */
    String at(final LocalDateTime clock) {
        for (int back = 0; back < 2; back++) {
            final LocalDate date = clock.toLocalDate().minusDays(back);
            final int minute = clock.getHour() * 60 + clock.getMinute() + back * DAY;
            for (final Times times : on(date)) {
                if (times.from() <= minute && minute < times.to()) {
                    final boolean pause =
                            times.breaks().stream().anyMatch(each -> each[0] <= minute && minute < each[1]);
                    return times.name() + " " + date + (pause ? " break" : "");
                }
            }
        }
        return "free";
    }

    private List<Times> on(final LocalDate date) {
        if (exceptions.containsKey(date)) {
            return exceptions.get(date);
        }
        return holidays.contains(date) ? List.of() : weekly.getOrDefault(date.getDayOfWeek(), List.of());
    }

    @Override
    public String toString() {
        return zone + " around " + around + "\n" + text();
    }
}
