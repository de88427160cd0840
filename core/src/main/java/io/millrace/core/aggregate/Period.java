package io.millrace.core.aggregate;

import io.millrace.core.calendar.Shift;
import io.millrace.core.figures.Periods;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What time figures are for. An hour is identified by its start, a day by its local date, a shift by name and date, so that the days and
 * shifts of several machines are one even if they do not begin at the same instant; {@code fromNs} and {@code toNs} then span them all.
 *
 * @param fromNs start, nanoseconds since the epoch (UTC)
 * @param toNs end, exclusive
 * @param shift name of the shift, empty for other kinds
 * @param date local date of a day; of a shift the one it begins on; null for other kinds
 */
public record Period(Kind kind, long fromNs, long toNs, String shift, @Nullable LocalDate date) {
    public enum Kind {
        HOUR,
        SHIFT,
        DAY,
        /** From the first to the last day of which anything is known; of orders and operations. */
        TOTAL
    }

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final long DAY_NS = 24 * 3600 * SECOND_NS;

    /** The local hour that holds the time. */
    public static Period hour(final long timeNs, final ZoneId zone) {
        final Periods.Span span = Periods.hour(timeNs, zone);
        return new Period(Kind.HOUR, span.fromNs(), span.toNs(), "", null);
    }

    /** The local day that holds the time. */
    public static Period day(final long timeNs, final ZoneId zone) {
        final LocalDate date = Periods.dateOf(timeNs, zone);
        return new Period(Kind.DAY, Periods.startOf(date, zone), Periods.startOf(date.plusDays(1), zone), "", date);
    }

    public static Period shift(final Shift shift) {
        return new Period(Kind.SHIFT, shift.fromNs(), shift.toNs(), shift.name(), shift.date());
    }

    public static Period total(final Period part) {
        return new Period(Kind.TOTAL, part.fromNs, part.toNs, "", null);
    }

    /** The same period as several machines have it. */
    Period spanning(final Period other) {
        return new Period(kind, Math.min(fromNs, other.fromNs), Math.max(toNs, other.toNs), shift, date);
    }

    boolean holds(final long timeNs) {
        return fromNs <= timeNs && timeNs < toNs;
    }

    /** Identifies it among those of its kind. */
    public String text() {
        return switch (kind) {
            case HOUR -> instant(fromNs);
            case SHIFT -> date + " " + shift;
            case DAY -> String.valueOf(date);
            case TOTAL -> "";
        };
    }

    /** As {@link Instant#toString()} has it; what begins with a minute, as all but very old hours do, is written without a formatter. */
    private static String instant(final long ns) {
        return Math.floorMod(ns, MINUTE_NS) == 0
                ? LocalDateTime.ofEpochSecond(Math.floorDiv(ns, SECOND_NS), 0, ZoneOffset.UTC) + ":00Z"
                : Instant.ofEpochSecond(Math.floorDiv(ns, SECOND_NS), Math.floorMod(ns, SECOND_NS))
                        .toString();
    }

    /** Where it lies among the periods of all kinds, within a day of its start; depends on its identity alone. 0 for a total. */
    public long orderNs() {
        return switch (kind) {
            case HOUR -> fromNs;
            case SHIFT, DAY -> date == null ? fromNs : Math.multiplyExact(date.toEpochDay(), DAY_NS);
            case TOTAL -> 0;
        };
    }
}
