package io.millrace.core.calendar;

import static io.millrace.core.calendar.Plant.HOUR_NS;
import static io.millrace.core.calendar.Plant.MINUTE_NS;
import static io.millrace.core.calendar.Plant.PRESS;
import static io.millrace.core.calendar.Plant.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** In every zone, around every change of the clock, time is cut into slots without hole or overlap, and each means what was planned. */
class CalendarPropertyTest {
    private static final long DAY_NS = 24 * HOUR_NS;
    private static final List<String> SCOPES =
            List.of("", "acme", "acme/berlin", "acme/berlin/assembly", "acme/berlin/assembly/line-1", PRESS);

    /** Walks minute by minute and keeps the furthest the clock has shown: the plan at that reading is what must be said. */
    @Property(tries = 120)
    void shouldMeanWhatIsPlannedForTheFurthestTheClockHasShown(@ForAll final long seed) {
        final AnyWorkingTime any = new AnyWorkingTime(new Random(seed));
        final Calendars calendars = calendars(any.workingTime());
        LocalDateTime furthest = LocalDateTime.MIN;
        for (int minute = -48 * 60; minute < 48 * 60; minute++) {
            final Instant time = any.around.plusSeconds(60L * minute);
            final LocalDateTime clock = LocalDateTime.ofInstant(time, any.zone);
            furthest = clock.isAfter(furthest) ? clock : furthest;
            final Slot slot = calendars.at(PRESS, ns(time));
            assertThat(text(slot)).as("%s at %s", any, time).isEqualTo(any.at(furthest));
            assertThat(slot.contains(ns(time))).isTrue();
        }
    }

    @Property(tries = 120)
    void shouldPartitionTime(@ForAll final long seed) {
        final Random random = new Random(seed);
        final AnyWorkingTime any = new AnyWorkingTime(random);
        final Calendars calendars = calendars(any.workingTime());
        final long fromNs = ns(any.around) - (long) (random.nextDouble() * 10 * DAY_NS);
        final long toNs = ns(any.around) + (long) (random.nextDouble() * 10 * DAY_NS);

        final List<Slot> slots = calendars.between(PRESS, fromNs, toNs);
        checkPartition(slots, fromNs, toNs);
        checkShifts(calendars, slots, fromNs, toNs);

        final Calendars asked = calendars(any.workingTime());
        Collections.shuffle(slots, random);
        for (final Slot slot : slots) {
            final long timeNs = slot.fromNs() + (long) (random.nextDouble() * (slot.toNs() - slot.fromNs()));
            for (final long each : new long[] {slot.fromNs(), timeNs, slot.toNs() - 1}) {
                assertThat(asked.at(PRESS, each).clipped(fromNs, toNs))
                        .as("%s", any)
                        .isEqualTo(slot);
            }
        }
    }

    /** Each shift is as long as its slots, and no two have name and date in common. */
    private static void checkShifts(
            final Calendars calendars, final List<Slot> slots, final long fromNs, final long toNs) {
        final Map<Shift, Long> lengths = new HashMap<>();
        final Map<String, Shift> byIdentity = new HashMap<>();
        for (final Slot slot : slots) {
            final Shift shift = slot.shift();
            assertThat(slot.scheduled()).isEqualTo(shift != null);
            if (shift != null) {
                lengths.merge(shift, slot.toNs() - slot.fromNs(), Long::sum);
                assertThat(byIdentity.merge(shift.name() + shift.date(), shift, (one, other) -> one))
                        .isEqualTo(shift);
            }
        }
        lengths.forEach((shift, lengthNs) -> {
            final long withinNs = Math.min(shift.toNs(), toNs) - Math.max(shift.fromNs(), fromNs);
            assertThat(lengthNs).as("%s", shift).isEqualTo(withinNs);
            assertThat(calendars.shiftAt(PRESS, shift.fromNs())).isEqualTo(shift);
            assertThat(calendars.shiftAt(PRESS, shift.toNs() - 1)).isEqualTo(shift);
            assertThat(calendars.shiftAt(PRESS, shift.toNs())).isNotEqualTo(shift);
        });
    }

    /** One zone for each set of rules, every date of five years. */
    @Example
    void shouldTileEveryDateOfEveryZone() {
        final Map<Object, ZoneId> zones = new HashMap<>();
        ZoneId.getAvailableZoneIds().forEach(id -> zones.put(ZoneId.of(id).getRules(), ZoneId.of(id)));
        final Map<Double, Integer> lengths = new TreeMap<>();
        for (final ZoneId zone : zones.values()) {
            final Calendars calendars = calendars(WorkingTime.parse(zone.getId(), "shift day Mon-Sun 00:00-24:00"));
            LocalDate date = LocalDate.of(2024, 1, 1);
            final long fromNs = ns(date.atStartOfDay(zone).toInstant());
            final long toNs = ns(LocalDate.of(2029, 1, 1).atStartOfDay(zone).toInstant());
            final List<Slot> slots = calendars.between(PRESS, fromNs, toNs);
            checkPartition(slots, fromNs, toNs);
            for (final Slot slot : slots) {
                final long startNs = ns(date.atStartOfDay(zone).toInstant());
                date = date.plusDays(1);
                final long endNs = ns(date.atStartOfDay(zone).toInstant());
                final Shift day = new Shift("day", date.minusDays(1), startNs, endNs);
                if (!slot.equals(new Slot(startNs, endNs, day, true, false))) {
                    assertThat(slot).as("%s", zone).isEqualTo(new Slot(startNs, endNs, day, true, false));
                }
                lengths.merge((double) (endNs - startNs) / HOUR_NS, 1, Integer::sum);
            }
            assertThat(date).isEqualTo(LocalDate.of(2029, 1, 1));
        }
        assertThat(lengths.keySet()).contains(23.0, 23.5, 24.0, 24.5, 25.0);
    }

    @Property(tries = 300)
    void shouldWriteWhatItReads(@ForAll final long seed) {
        final Random random = new Random(seed);
        final AnyWorkingTime any = new AnyWorkingTime(random);
        final WorkingTime read = any.workingTime();
        final WorkingTime again = WorkingTime.parse(read.zone().getId(), read.text());
        assertThat(again).isEqualTo(read);
        assertThat(again.text()).isEqualTo(read.text());

        final List<String> lines = new ArrayList<>(any.lines());
        lines.add(random.nextInt(lines.size() + 1), "  # a comment");
        lines.replaceAll(line -> random.nextBoolean() ? "  " + line.replace(" ", "\t ") + " # why" : line);
        Collections.shuffle(lines, random);
        assertThat(WorkingTime.parse(any.zone.getId(), String.join("\n", lines)))
                .isEqualTo(read);
        checkSameMeaning(random, any, read, again);
    }

    private static void checkSameMeaning(
            final Random random, final AnyWorkingTime any, final WorkingTime read, final WorkingTime again) {
        final long fromNs = ns(any.around) - (1 + random.nextInt(5)) * DAY_NS;
        assertThat(calendars(again).between(PRESS, fromNs, fromNs + 8 * DAY_NS))
                .isEqualTo(calendars(read).between(PRESS, fromNs, fromNs + 8 * DAY_NS));
    }

    @Property(tries = 1_000)
    void shouldReadOrNameTheLine(@ForAll final long seed) {
        final Random random = new Random(seed);
        final StringBuilder text = new StringBuilder(new AnyWorkingTime(random).text() + " ");
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.setCharAt(random.nextInt(text.length()), "0123456789:- ,#\nMshif".charAt(random.nextInt(21)));
        }
        try {
            final WorkingTime read = WorkingTime.parse("Europe/Berlin", text.toString());
            assertThat(WorkingTime.parse("Europe/Berlin", read.text())).isEqualTo(read);
        } catch (final IllegalArgumentException fault) {
            assertThat(fault.getMessage().lines())
                    .allMatch(line -> line.matches("line \\d+: .+: .+"), fault.getMessage());
        }
    }

    @Property(tries = 150)
    void shouldFollowTheMostSpecificScopeAndTheLatestCalendar(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<WorkingTime> choice = List.of(
                new AnyWorkingTime(random).workingTime(),
                new AnyWorkingTime(random).workingTime(),
                new AnyWorkingTime(random).workingTime());
        final long startNs = ns(AnyWorkingTime.FIRST) + random.nextInt(1_000) * DAY_NS;
        final Map<String, TreeMap<Long, WorkingTime>> told = new HashMap<>();
        final Calendars calendars = new Calendars();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            final String scope = SCOPES.get(random.nextInt(SCOPES.size()));
            final long fromNs = startNs + random.nextInt(20 * 24 * 4) * (MINUTE_NS * 15);
            final WorkingTime workingTime = choice.get(random.nextInt(choice.size()));
            final int before = calendars.version();
            final TreeMap<Long, WorkingTime> ofScope = told.computeIfAbsent(scope, any -> new TreeMap<>());
            final boolean changes = !workingTime.equals(at(ofScope, fromNs));
            ofScope.put(fromNs, workingTime);
            assertThat(calendars.put(scope, fromNs, workingTime)).isEqualTo(changes);
            assertThat(calendars.version() > before).isEqualTo(changes);
            calendars.at(PRESS, startNs + random.nextInt(20) * DAY_NS);
        }

        final long endNs = startNs + 22 * DAY_NS;
        final List<Slot> slots = calendars.between(PRESS, startNs - DAY_NS, endNs);
        checkPartition(slots, startNs - DAY_NS, endNs);
        slots.forEach(slot -> checkAgainst(told, calendars.at(PRESS, slot.fromNs())));
    }

    /** What the calendar alone would say, cut where another takes over. */
    private static void checkAgainst(final Map<String, TreeMap<Long, WorkingTime>> told, final Slot slot) {
        final WorkingTime held = holding(told, slot.fromNs());
        long fromNs = Calendars.FIRST_NS;
        long toNs = Calendars.END_NS;
        for (final long timeNs : cuts(told)) {
            fromNs = timeNs <= slot.fromNs() ? timeNs : fromNs;
            toNs = timeNs > slot.fromNs() ? Math.min(toNs, timeNs) : toNs;
        }
        if (held == null) {
            assertThat(slot).isEqualTo(new Slot(fromNs, toNs, null, true, false));
            return;
        }
        final Slot alone = calendars(held).at(PRESS, slot.fromNs());
        assertThat(text(slot)).isEqualTo(text(alone));
        assertThat(slot.fromNs()).isEqualTo(Math.max(alone.fromNs(), fromNs));
        assertThat(slot.toNs()).isEqualTo(Math.min(alone.toNs(), toNs));
        final Shift shift = slot.shift();
        final Shift whole = alone.shift();
        if (shift != null && whole != null) {
            assertThat(shift.fromNs()).isEqualTo(Math.max(whole.fromNs(), fromNs));
            assertThat(shift.toNs()).isEqualTo(Math.min(whole.toNs(), toNs));
        }
    }

    /** The instants at which something else holds than just before. */
    private static TreeSet<Long> cuts(final Map<String, TreeMap<Long, WorkingTime>> told) {
        final TreeSet<Long> cuts = new TreeSet<>();
        told.values().forEach(ofScope -> cuts.addAll(ofScope.keySet()));
        cuts.removeIf(timeNs -> Objects.equals(holding(told, timeNs), holding(told, timeNs - 1)));
        return cuts;
    }

    private static @Nullable WorkingTime holding(
            final Map<String, TreeMap<Long, WorkingTime>> told, final long timeNs) {
        WorkingTime held = null;
        for (final String scope : SCOPES) {
            final WorkingTime ofScope = at(told.getOrDefault(scope, new TreeMap<>()), timeNs);
            held = ofScope == null ? held : ofScope;
        }
        return held;
    }

    private static @Nullable WorkingTime at(final TreeMap<Long, WorkingTime> calendars, final long timeNs) {
        final Map.Entry<Long, WorkingTime> entry = calendars.floorEntry(timeNs);
        return entry == null ? null : entry.getValue();
    }

    private static void checkPartition(final List<Slot> slots, final long fromNs, final long toNs) {
        long endNs = fromNs;
        for (final Slot slot : slots) {
            if (slot.fromNs() != endNs || slot.toNs() <= slot.fromNs()) {
                assertThat(slot.fromNs()).as("%s", slot).isEqualTo(endNs).isLessThan(slot.toNs());
            }
            endNs = slot.toNs();
        }
        assertThat(endNs).isEqualTo(toNs);
    }

    private static Calendars calendars(final WorkingTime workingTime) {
        final Calendars calendars = new Calendars();
        calendars.put("acme", Calendars.FIRST_NS, workingTime);
        return calendars;
    }

    private static String text(final Slot slot) {
        final Shift shift = slot.shift();
        return shift == null
                ? (slot.scheduled() ? "always" : "free")
                : String.format(Locale.ROOT, "%s %s%s", shift.name(), shift.date(), slot.isBreak() ? " break" : "");
    }

    private static long ns(final Instant time) {
        return time.getEpochSecond() * SECOND_NS;
    }
}
