package io.millrace.core.calendar;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calendars in force, by scope and validity. Not thread-safe.
 *
 * <p>For each instant one calendar holds for a machine: of the scopes the machine lies in the most specific one that has a calendar in
 * force then, and of its calendars the latest effective one. Where another one takes over, slots and shifts are cut at that instant,
 * also in the middle of a shift; an equal one takes over unnoticed. If the calendar that takes over has a shift of the same name and
 * date, that is the same shift going on, in two {@link Shift} values with the cut between them.
 *
 * <p>Without any calendar all time is scheduled, without shift and break. With one, time outside shifts is not scheduled; it is cut at
 * each local midnight as well, so that no slot is longer than a shift or a local date.
 *
 * <p>Time runs from {@link #FIRST_NS} to {@link #END_NS}; what lies beyond is taken as its first or last instant.
 */
public final class Calendars {
    /** Before any event, in 1823: where the first slot begins, nanoseconds since the epoch. Half of what fits, so a difference fits too. */
    public static final long FIRST_NS = Long.MIN_VALUE / 2;

    /** After any event, in 2116: where the last slot ends, exclusive. */
    public static final long END_NS = Long.MAX_VALUE / 2;

    /** More machines than one process sees; beyond, all are forgotten and worked out anew. */
    private static final int MACHINES_KEPT = 10_000;

    private final Map<String, TreeMap<Long, WorkingTime>> scopes = new HashMap<>();
    private final Map<String, MachineCalendar> machines = new HashMap<>();
    private final Map<WorkingTime, Days> days = new HashMap<>();
    private int version;

    /**
     * Takes a calendar. One with the same scope and time is replaced.
     *
     * @param scope the path of an enterprise, site, area, work centre or work unit, as {@code acme/berlin}; "" is everything
     * @param effectiveFromNs from when it holds, nanoseconds since the epoch: until the next one of this scope, and never again none
     * @return true if it changed what holds
     */
    public boolean put(final String scope, final long effectiveFromNs, final WorkingTime workingTime) {
        final TreeMap<Long, WorkingTime> calendars = scopes.computeIfAbsent(scope, any -> new TreeMap<>());
        final Map.Entry<Long, WorkingTime> before = calendars.floorEntry(effectiveFromNs);
        calendars.put(effectiveFromNs, workingTime);
        if (before != null && before.getValue().equals(workingTime)) {
            return false;
        }
        machines.clear();
        days.clear(); // or those of replaced calendars would stay for good
        version++;
        return true;
    }

    /**
     * The slot that contains the instant. A call within the slot of the machine's last call costs a look into a map; others work out
     * a local date at most.
     *
     * @param machine path, as {@code acme/berlin/assembly/line-1/press}
     */
    public Slot at(final String machine, final long timeNs) {
        return calendar(machine).at(within(timeNs));
    }

    /** @return the slots from one time to the other, exclusive, in order, clipped to the two; their shifts are whole */
    public List<Slot> between(final String machine, final long fromNs, final long toNs) {
        final MachineCalendar calendar = calendar(machine);
        final long endNs = Math.min(toNs, END_NS);
        final List<Slot> slots = new ArrayList<>();
        long timeNs = Math.max(fromNs, FIRST_NS);
        while (timeNs < endNs) {
            final Slot slot = calendar.at(timeNs).clipped(timeNs, endNs);
            slots.add(slot);
            timeNs = slot.toNs();
        }
        return slots;
    }

    /** @return the zone of the calendar that holds; UTC where none does */
    public ZoneId zone(final String machine, final long timeNs) {
        final Days held = calendar(machine).periodAt(within(timeNs)).days();
        return held == null ? ZoneId.of("UTC") : held.workingTime().zone();
    }

    /** @return the one shift the instant belongs to; null outside shifts and where no calendar holds */
    public @Nullable Shift shiftAt(final String machine, final long timeNs) {
        return at(machine, timeNs).shift();
    }

    /** @return a number that rises with each change, so that a caller may keep what it worked out */
    public int version() {
        return version;
    }

    private static long within(final long timeNs) {
        return Math.max(FIRST_NS, Math.min(timeNs, END_NS - 1));
    }

    private MachineCalendar calendar(final String machine) {
        final MachineCalendar known = machines.get(machine);
        if (known != null) {
            return known;
        }
        if (machines.size() >= MACHINES_KEPT) {
            machines.clear();
        }
        final MachineCalendar calendar = new MachineCalendar(periods(scopesOf(machine)));
        machines.put(machine, calendar);
        return calendar;
    }

    /** The calendars of the scopes that hold the machine, the most specific first. */
    private List<TreeMap<Long, WorkingTime>> scopesOf(final String machine) {
        final List<TreeMap<Long, WorkingTime>> found = new ArrayList<>();
        String scope = machine;
        while (true) {
            final TreeMap<Long, WorkingTime> calendars = scopes.get(scope);
            if (calendars != null) {
                found.add(calendars);
            }
            if (scope.isEmpty()) {
                return found;
            }
            scope = scope.substring(0, Math.max(0, scope.lastIndexOf('/')));
        }
    }

    private List<MachineCalendar.Period> periods(final List<TreeMap<Long, WorkingTime>> found) {
        final TreeSet<Long> changes = new TreeSet<>();
        found.forEach(calendars -> calendars.keySet().forEach(timeNs -> changes.add(within(timeNs))));
        final List<MachineCalendar.Period> periods = new ArrayList<>();
        long fromNs = FIRST_NS;
        WorkingTime held = holding(found, fromNs);
        for (final long timeNs : changes) {
            final WorkingTime next = holding(found, timeNs);
            if (!Objects.equals(held, next)) {
                periods.add(period(fromNs, timeNs, held));
                fromNs = timeNs;
                held = next;
            }
        }
        periods.add(period(fromNs, END_NS, held));
        return periods;
    }

    private static @Nullable WorkingTime holding(final List<TreeMap<Long, WorkingTime>> found, final long timeNs) {
        for (final TreeMap<Long, WorkingTime> calendars : found) {
            final Map.Entry<Long, WorkingTime> entry = calendars.floorEntry(timeNs);
            if (entry != null) {
                return entry.getValue();
            }
        }
        return null;
    }

    private MachineCalendar.Period period(final long fromNs, final long toNs, final @Nullable WorkingTime held) {
        return new MachineCalendar.Period(fromNs, toNs, held == null ? null : days.computeIfAbsent(held, Days::new));
    }
}
