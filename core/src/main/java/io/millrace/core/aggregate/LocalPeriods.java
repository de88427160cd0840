package io.millrace.core.aggregate;

import io.millrace.core.calendar.Shift;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The periods that a machine's time lies in, those that were asked for last kept: nearly all it states is about the same few. Not
 * thread-safe.
 */
final class LocalPeriods {
    private static final long HOUR_NS = 3_600_000_000_000L;
    /** Of hours a power of two: those of a shift, and some. */
    private static final int HOURS = 16;

    private static final int DAYS = 2;

    private final @Nullable Period[] hours = new Period[HOURS];
    private final @Nullable Period[] days = new Period[DAYS];
    private ZoneId zone = ZoneId.of("UTC");
    private String zoneName = "UTC";
    private @Nullable Shift shift;
    private @Nullable Period ofShift;

    /** To be called first: the zone that hours and days are asked for in. */
    void in(final String name) {
        if (!zoneName.equals(name)) {
            zone = ZoneId.of(name);
            zoneName = name;
            Arrays.fill(hours, null);
            Arrays.fill(days, null);
        }
    }

    Period hour(final long timeNs) {
        final int slot = Math.floorMod(Math.floorDiv(timeNs, HOUR_NS), HOURS);
        final Period known = hours[slot];
        if (known != null && known.holds(timeNs)) {
            return known;
        }
        final Period hour = Period.hour(timeNs, zone);
        hours[slot] = hour;
        return hour;
    }

    Period day(final long timeNs) {
        final int slot = Math.floorMod(Math.floorDiv(timeNs, 24 * HOUR_NS), DAYS);
        final Period known = days[slot];
        if (known != null && known.holds(timeNs)) {
            return known;
        }
        final Period day = Period.day(timeNs, zone);
        days[slot] = day;
        return day;
    }

    Period shift(final Shift of) {
        if (ofShift == null || !of.equals(shift)) {
            shift = of;
            ofShift = Period.shift(of);
        }
        return ofShift;
    }
}
