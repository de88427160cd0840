package io.millrace.core.figures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Hours and days as the clock on the wall shows them. Times are nanoseconds since the epoch (UTC), from 1678 to 2261; a period holds its
 * start and not its end. Pure, for any thread.
 *
 * <p>An hour begins where the wall clock shows a full hour, and where it is set forward or back. So an hour that repeats in autumn is two
 * hours with different starts, and where the clock is set within an hour (Lord Howe Island, by half an hour) that hour is shorter. A day
 * begins when its date is first shown; days of 23 and 25 hours follow from that.
 */
public final class Periods {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HOUR_NS = 3600 * SECOND_NS;

    /** A stretch of time, half open. */
    public record Span(long fromNs, long toNs) {
        public long lengthNs() {
            return toNs - fromNs;
        }
    }

    private Periods() {}

    /** @return start of the local hour that holds the time; as an instant, so that a repeated hour has two */
    public static long hourOf(final long timeNs, final ZoneId zone) {
        final long offsetNs = offsetNs(timeNs, zone);
        final long fullHour = Math.floorDiv(timeNs + offsetNs, HOUR_NS) * HOUR_NS - offsetNs;
        // The transition at the time itself counts, the one before "just after" it.
        final ZoneOffsetTransition set = zone.getRules().previousTransition(instant(timeNs + 1));
        return set == null || set.toEpochSecond() < Math.floorDiv(fullHour, SECOND_NS)
                ? fullHour
                : later(fullHour, set);
    }

    /** @return the local hour that holds the time */
    public static Span hour(final long timeNs, final ZoneId zone) {
        return new Span(hourOf(timeNs, zone), nextHour(timeNs, zone));
    }

    /** @return start of the local day that holds the time */
    public static long dayOf(final long timeNs, final ZoneId zone) {
        return startOf(dateOf(timeNs, zone), zone);
    }

    /**
     * The date whose day holds the time. It is the one on the wall, but for an hour after a midnight across which the clock was set
     * back: that hour shows the old date again and stays with the new one, since a day is one piece.
     */
    public static LocalDate dateOf(final long timeNs, final ZoneId zone) {
        final LocalDate shown = LocalDate.ofInstant(instant(timeNs), zone);
        final LocalDate next = shown.plusDays(1);
        return startOf(next, zone) <= timeNs ? next : shown;
    }

    /** @return the first instant of the date; where midnight is skipped, the first one after it */
    public static long startOf(final LocalDate date, final ZoneId zone) {
        return Math.multiplyExact(date.atStartOfDay(zone).toEpochSecond(), SECOND_NS);
    }

    /** @return the interval in pieces that each lie within one local hour, in order, without holes; empty for an empty interval */
    public static List<Span> hours(final long fromNs, final long toNs, final ZoneId zone) {
        return cut(fromNs, toNs, timeNs -> nextHour(timeNs, zone));
    }

    /** @return the interval in pieces that each lie within one local day, in order, without holes; empty for an empty interval */
    public static List<Span> days(final long fromNs, final long toNs, final ZoneId zone) {
        return cut(fromNs, toNs, timeNs -> startOf(dateOf(timeNs, zone).plusDays(1), zone));
    }

    private static long nextHour(final long timeNs, final ZoneId zone) {
        final long offsetNs = offsetNs(timeNs, zone);
        final long fullHour = (Math.floorDiv(timeNs + offsetNs, HOUR_NS) + 1) * HOUR_NS - offsetNs;
        final ZoneOffsetTransition set = zone.getRules().nextTransition(instant(timeNs));
        return set == null || set.toEpochSecond() > Math.floorDiv(fullHour, SECOND_NS)
                ? fullHour
                : Math.min(fullHour, Math.multiplyExact(set.toEpochSecond(), SECOND_NS));
    }

    private static List<Span> cut(final long fromNs, final long toNs, final LongUnaryOperator nextBoundary) {
        if (fromNs > toNs) {
            throw new IllegalArgumentException(
                    "an interval does not end (" + toNs + ") before it begins (" + fromNs + ")");
        }
        final List<Span> spans = new ArrayList<>();
        long at = fromNs;
        while (at < toNs) {
            final long end = Math.min(toNs, nextBoundary.applyAsLong(at));
            spans.add(new Span(at, end));
            at = end;
        }
        return spans;
    }

    private static long later(final long timeNs, final ZoneOffsetTransition transition) {
        return Math.max(timeNs, Math.multiplyExact(transition.toEpochSecond(), SECOND_NS));
    }

    private static long offsetNs(final long timeNs, final ZoneId zone) {
        final ZoneOffset offset = zone.getRules().getOffset(instant(timeNs));
        return offset.getTotalSeconds() * SECOND_NS;
    }

    private static Instant instant(final long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS));
    }
}
