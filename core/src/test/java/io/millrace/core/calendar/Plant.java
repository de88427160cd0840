package io.millrace.core.calendar;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** One machine, its calendars, and times as people write them. */
final class Plant {
    static final String PRESS = "acme/berlin/assembly/line-1/press";
    static final long SECOND_NS = 1_000_000_000L;
    static final long MINUTE_NS = 60 * SECOND_NS;
    static final long HOUR_NS = 60 * MINUTE_NS;

    final Calendars calendars = new Calendars();

    static Plant with(final String zone, final String... lines) {
        final Plant plant = new Plant();
        plant.calendars.put("", 0, WorkingTime.parse(zone, String.join("\n", lines)));
        return plant;
    }

    /** @param time with its offset: {@code 2026-03-29T01:00Z} */
    static long ns(final String time) {
        return OffsetDateTime.parse(time).toEpochSecond() * SECOND_NS;
    }

    /** @return what is planned, a line for each slot: {@code Sun 02:00+02:00 - Sun 02:30+02:00 night 2026-10-24 break} */
    List<String> between(final String from, final String to) {
        return calendars.between(PRESS, ns(from), ns(to)).stream()
                .map(this::text)
                .toList();
    }

    private String text(final Slot slot) {
        final Shift shift = slot.shift();
        final String name = shift == null ? "free" : shift.name() + " " + shift.date();
        return clock(slot.fromNs()) + " - " + clock(slot.toNs()) + " " + name + (slot.isBreak() ? " break" : "");
    }

    private String clock(final long timeNs) {
        final ZoneId zone = calendars.zone(PRESS, timeNs);
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS))
                .atZone(zone)
                .format(DateTimeFormatter.ofPattern("EEE HH:mmxxx", Locale.ENGLISH));
    }

    double hours(final String timeWithin) {
        final Shift shift = calendars.shiftAt(PRESS, ns(timeWithin));
        return shift == null ? 0 : (double) (shift.toNs() - shift.fromNs()) / HOUR_NS;
    }
}
