package io.millrace.core.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The working time of one scope: shifts by weekday, breaks, holidays, exceptions, in one time zone. Immutable. Equal if zone and
 * canonical text are.
 *
 * <pre>
 * shift early Mon-Fri 06:00-14:00 break 10:00-10:15 break 12:00-12:30
 * shift night Mon,Tue 22:00-06:00       # ends on the next day
 * holiday 2026-12-25                    # no shift begins on this date
 * on 2026-12-24 shift early 06:00-12:00 # instead of what the weekday has
 * on 2026-12-31 none
 * </pre>
 *
 * <p>A local time means the first instant at which the zone's clock shows it or has passed it. So a time that is skipped in spring is
 * the instant of the change, and of a time that comes twice in autumn the first holds ({@link ZoneRules}: the end of a gap, the earlier
 * offset of an overlap). Starts and ends, of shifts and of breaks, all follow this one rule, which never turns two times round: what
 * does not overlap on the clock does not overlap in time, and what meets on the clock meets in time. The night shift 22:00-06:00 has 7
 * hours in spring and 9 in autumn. What lies wholly within skipped time has no length and does not occur.
 */
public final class WorkingTime {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ZoneId zone;
    private final ZoneRules rules;
    private final Map<DayOfWeek, List<ShiftPlan>> weekly;
    private final SortedMap<LocalDate, List<ShiftPlan>> exceptions;
    private final SortedSet<LocalDate> holidays;
    private final String text;

    /** The plans of each day in {@link ShiftPlan#ORDER}; not copied. */
    WorkingTime(
            final ZoneId zone,
            final Map<DayOfWeek, List<ShiftPlan>> weekly,
            final SortedMap<LocalDate, List<ShiftPlan>> exceptions,
            final SortedSet<LocalDate> holidays) {
        this.zone = zone;
        this.rules = zone.getRules();
        this.weekly = weekly;
        this.exceptions = exceptions;
        this.holidays = holidays;
        this.text = canonicalText();
    }

    /**
     * @param zone a time zone by its name, such as {@code Europe/Berlin}
     * @param text one statement a line; empty means that no time is ever scheduled
     * @throws IllegalArgumentException with every fault, one a line: the line it is in, what is wrong, what to write instead
     */
    public static WorkingTime parse(final String zone, final String text) {
        return new WorkingTimeReader().read(zone, text);
    }

    /** @return the canonical text, without comments: {@code parse(zone().getId(), text())} equals this */
    public String text() {
        return text;
    }

    public ZoneId zone() {
        return zone;
    }

    /** @return what begins on the date, in order */
    List<ShiftPlan> plansOn(final LocalDate date) {
        final List<ShiftPlan> replaced = exceptions.get(date);
        if (replaced != null) {
            return replaced;
        }
        return holidays.contains(date) ? List.of() : weekly.getOrDefault(date.getDayOfWeek(), List.of());
    }

    /** @return the first instant at which the clock shows the minute of the date or has passed it, nanoseconds since the epoch */
    long instantNs(final LocalDate date, final int minute) {
        final LocalDateTime local = date.atStartOfDay().plusMinutes(minute);
        final ZoneOffsetTransition transition = rules.getTransition(local);
        final long second;
        if (transition == null) {
            second = local.toEpochSecond(rules.getOffset(local));
        } else if (transition.isGap()) {
            second = transition.toEpochSecond();
        } else {
            second = local.toEpochSecond(transition.getOffsetBefore());
        }
        return second * SECOND_NS;
    }

    /** @return the date the clock shows at the time */
    LocalDate dateAt(final long timeNs) {
        final long second = Math.floorDiv(timeNs, SECOND_NS);
        final int offset = rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
        return LocalDate.ofEpochDay(Math.floorDiv(second + offset, 86_400L));
    }

    private String canonicalText() {
        final List<String> lines = new ArrayList<>();
        daysByPlan().forEach((plan, days) -> lines.add(plan.text(Weekdays.text(days) + " ")));
        holidays.forEach(date -> lines.add("holiday " + date));
        exceptions.forEach((date, plans) -> {
            if (plans.isEmpty()) {
                lines.add("on " + date + " none");
            }
            plans.forEach(plan -> lines.add("on " + date + " " + plan.text("")));
        });
        return String.join("\n", lines);
    }

    /** Plans in order; of equal times and names, which differ in their breaks, the one of the earlier weekday first. */
    private Map<ShiftPlan, EnumSet<DayOfWeek>> daysByPlan() {
        final Map<ShiftPlan, EnumSet<DayOfWeek>> days = new LinkedHashMap<>();
        for (final DayOfWeek day : DayOfWeek.values()) {
            weekly.getOrDefault(day, List.of())
                    .forEach(plan -> days.computeIfAbsent(plan, any -> EnumSet.noneOf(DayOfWeek.class))
                            .add(day));
        }
        final Map<ShiftPlan, EnumSet<DayOfWeek>> ordered = new LinkedHashMap<>();
        days.keySet().stream().sorted(ShiftPlan.ORDER).forEach(plan -> ordered.put(plan, days.get(plan)));
        return ordered;
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof WorkingTime that && zone.equals(that.zone) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * zone.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return zone + "\n" + text;
    }
}
