package io.millrace.core.plant;

import static java.util.Objects.requireNonNull;

import io.millrace.core.calendar.Calendars;
import io.millrace.core.calendar.Slot;
import io.millrace.core.calendar.WorkingTime;
import io.millrace.core.event.Fact;
import io.millrace.core.figures.Profile;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The master data, folded from definition events. A definition holds from its effective date until the next one of the same thing;
 * one with the same effective date takes the place of the earlier. Every change has a number, and what held before a change can
 * still be asked for: that is how figures made under the old rules are taken back. Not thread-safe.
 */
public final class Definitions {
    private static final int STILL = Integer.MAX_VALUE;
    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    /** An operation that nobody said again for this long is forgotten, and so is what was replaced. */
    private static final long KEPT_NS = 14 * DAY_NS;

    /**
     * A definition as it is or was known.
     *
     * @param since number of the change that brought it
     * @param until number of the change that replaced it
     * @param saidNs gateway time at which it was last said, or at which it was replaced
     */
    public record Held(Fact.Definition definition, int since, int until, long saidNs) {
        public boolean isReplaced() {
            return until != STILL;
        }

        boolean wasKnownAt(final int version) {
            return since <= version && version < until;
        }

        /** Its key in a store. */
        public String key() {
            return Definitions.key(definition) + "@" + definition.effectiveFromNs() + "@" + since;
        }
    }

    private final Map<Object, List<Held>> byKey = new HashMap<>();
    private final TreeMap<Integer, List<Held>> changes = new TreeMap<>();
    private final Map<Fact.Definition, Object> parsed = new HashMap<>();
    private final List<Held> calendars = new ArrayList<>();
    /** Version of the last change of a calendar. */
    private int calendarsSince;

    @Nullable
    private Calendars calendarsNow;

    private int version;
    private View now = new View(0);

    /**
     * Takes in a definition.
     *
     * @param saidNs gateway time at which it was said
     * @return what is to be stored: the new one and the one it replaced; empty if it changed nothing
     * @throws IllegalArgumentException if it says what cannot be: nothing has changed
     */
    public List<Held> apply(final Fact.Definition definition, final long saidNs) {
        parse(definition);
        final List<Held> held = byKey.computeIfAbsent(keyOf(definition), key -> new ArrayList<>(1));
        final int standing = standing(held, definition.effectiveFromNs());
        if (standing >= 0 && held.get(standing).definition().equals(definition)) {
            return saidAgain(held, standing, saidNs);
        }
        version++;
        final List<Held> stored = new ArrayList<>(2);
        if (standing >= 0) {
            final Held old = held.get(standing);
            held.set(standing, new Held(old.definition(), old.since(), version, saidNs));
            stored.add(held.get(standing));
        }
        stored.add(new Held(definition, version, STILL, saidNs));
        held.add(stored.get(stored.size() - 1));
        stored.forEach(this::noteChange);
        now = new View(version);
        return stored;
    }

    private static int standing(final List<Held> held, final long effectiveFromNs) {
        for (int i = 0; i < held.size(); i++) {
            if (!held.get(i).isReplaced() && held.get(i).definition().effectiveFromNs() == effectiveFromNs) {
                return i;
            }
        }
        return -1;
    }

    /** Kept longer, and stored again only once a day. */
    private static List<Held> saidAgain(final List<Held> held, final int at, final long saidNs) {
        final Held old = held.get(at);
        if (saidNs - old.saidNs() < DAY_NS) {
            return List.of();
        }
        held.set(at, new Held(old.definition(), old.since(), old.until(), saidNs));
        return List.of(held.get(at));
    }

    /**
     * Forgets operations that nobody said for two weeks, and what was replaced two weeks ago. Once a day is enough.
     *
     * @return what is to be removed from the store
     */
    public List<Held> prune(final long nowNs) {
        final List<Held> removed = new ArrayList<>();
        byKey.values()
                .forEach(held -> held.removeIf(one -> {
                    final boolean isOld = nowNs - one.saidNs() > KEPT_NS
                            && (one.isReplaced() || one.definition() instanceof Fact.OperationDefined);
                    if (isOld) {
                        removed.add(one);
                    }
                    return isOld;
                }));
        byKey.values().removeIf(List::isEmpty);
        calendars.removeAll(removed);
        for (final Held one : removed) {
            parsed.remove(one.definition());
            changes.remove(one.isReplaced() ? one.until() : one.since());
        }
        return removed;
    }

    /** Takes in a definition whose time does not matter. */
    public List<Held> apply(final Fact.Definition definition) {
        return apply(definition, 0);
    }

    /** Operations are defined all day: what calendars say is read anew only when one of them changes. */
    private Calendars calendarsNow() {
        if (calendarsNow == null) {
            calendarsNow = read(version);
        }
        return calendarsNow;
    }

    private Calendars read(final int atVersion) {
        final Calendars read = new Calendars();
        for (final Held held : calendars) {
            if (held.wasKnownAt(atVersion)) {
                final Fact.CalendarDefined calendar = (Fact.CalendarDefined) held.definition();
                read.put(calendar.scope(), calendar.effectiveFromNs(), (WorkingTime)
                        requireNonNull(parsed.get(calendar)));
            }
        }
        return read;
    }

    private void noteCalendar(final Held held) {
        if (held.definition() instanceof Fact.CalendarDefined) {
            calendars.removeIf(other -> other.since() == held.since());
            calendars.add(held);
            calendarsSince = Math.max(calendarsSince, held.isReplaced() ? held.until() : held.since());
            calendarsNow = null;
        }
    }

    /** Puts back what {@link #apply} gave to be stored, in any order. */
    public void restore(final Held stored) {
        parse(stored.definition());
        byKey.computeIfAbsent(keyOf(stored.definition()), key -> new ArrayList<>(1))
                .add(stored);
        noteChange(stored);
        version = Math.max(version, stored.isReplaced() ? stored.until() : stored.since());
        now = new View(version);
    }

    private void parse(final Fact.Definition definition) {
        if (definition instanceof Fact.MachineDefined machine) {
            zone(machine);
        } else if (definition instanceof Fact.CalendarDefined calendar) {
            parsed.computeIfAbsent(definition, any -> WorkingTime.parse(calendar.timeZone(), calendar.text()));
        } else if (definition instanceof Fact.ProfileDefined profile) {
            parsed.computeIfAbsent(definition, any -> Profile.parse(profile.name(), profile.text()));
        } else if (definition instanceof Fact.OperationDefined operation
                && !operation.components().isEmpty()) {
            parsed.computeIfAbsent(definition, any -> Component.parse(operation.components()));
        }
    }

    private static void zone(final Fact.MachineDefined machine) {
        try {
            ZoneId.of(machine.timeZone());
        } catch (final DateTimeException e) {
            throw new IllegalArgumentException("machine " + machine.path() + ": " + e.getMessage(), e);
        }
    }

    /** The bill of material of an operation. */
    @SuppressWarnings("unchecked")
    public List<Component> components(final Fact.OperationDefined operation) {
        return (List<Component>) parsed.getOrDefault(operation, List.of());
    }

    /** Goes on numbering changes behind the last one, also where that has been forgotten. */
    public void restoreVersion(final int last) {
        version = Math.max(version, last);
        now = new View(version);
    }

    /** Not an operation that came: hundreds do between two events of a machine, and few of them are any of its business. */
    private void noteChange(final Held held) {
        noteCalendar(held);
        if (held.definition() instanceof Fact.OperationDefined && !held.isReplaced()) {
            return;
        }
        changes.computeIfAbsent(held.isReplaced() ? held.until() : held.since(), number -> new ArrayList<>(1))
                .add(held);
    }

    /** Number of the last change. */
    public int version() {
        return version;
    }

    /**
     * What changed after a version: the definitions that came and those that were replaced. Of operations only the latter: whether one
     * came is asked for {@linkplain #hasChanged by its key}.
     */
    public List<Held> changedSince(final int sinceVersion) {
        final List<Held> changed = new ArrayList<>();
        changes.tailMap(sinceVersion, false).values().forEach(changed::addAll);
        return changed;
    }

    /** @return true if a definition of the operation came, or was replaced, after a version */
    public boolean hasChanged(final OperationKey operation, final int sinceVersion) {
        for (final Held held : byKey.getOrDefault(operation, List.of())) {
            if (held.since() > sinceVersion || held.isReplaced() && held.until() > sinceVersion) {
                return true;
            }
        }
        return false;
    }

    /** The master data as they are known now. */
    public View now() {
        return now;
    }

    /** The master data as they were known after a change. */
    public View asOf(final int atVersion) {
        return atVersion == version ? now : new View(atVersion);
    }

    /** The master data at one version. */
    public final class View {
        private final int at;

        @Nullable
        private Calendars calendars;

        View(final int at) {
            this.at = at;
        }

        public Calendars calendars() {
            if (calendars == null) {
                calendars = at >= calendarsSince ? calendarsNow() : read(at);
            }
            return calendars;
        }

        /** Of the calendar; where there is none, the machine's own. */
        public ZoneId zone(final String machine, final long timeNs) {
            final Slot slot = calendars().at(machine, timeNs);
            final Fact.MachineDefined defined = machine(machine, timeNs);
            final boolean hasCalendar = slot.fromNs() != Calendars.FIRST_NS || slot.toNs() != Calendars.END_NS;
            return hasCalendar || defined == null ? calendars().zone(machine, timeNs) : ZoneId.of(defined.timeZone());
        }

        /** One of the plant's own, else a shipped one; the default for a name that nobody knows. */
        public Profile profile(final String name, final long timeNs) {
            final Fact.Definition own = at("profile/" + name, timeNs);
            if (own != null) {
                return (Profile) requireNonNull(parsed.get(own));
            }
            return Profile.NAMES.contains(name) ? Profile.named(name) : Profile.DEFAULT;
        }

        /** The first day that may be posted to for a machine; of several scopes the most specific holds. */
        public long postingOpenFromDay(final String machine, final long timeNs) {
            for (String scope = machine; ; scope = scope.substring(0, Math.max(0, scope.lastIndexOf('/')))) {
                final Fact.Definition period = at("posting-period/" + scope, timeNs);
                if (period != null) {
                    return ((Fact.PostingPeriodDefined) period).openFromDay();
                }
                if (scope.isEmpty()) {
                    return Long.MIN_VALUE;
                }
            }
        }

        public Fact.@Nullable MachineDefined machine(final String path, final long timeNs) {
            return (Fact.MachineDefined) at("machine/" + path, timeNs);
        }

        /** All that was ever said of the machine, by effective date. */
        public Collection<Fact.MachineDefined> machine(final String path) {
            final TreeMap<Long, Fact.MachineDefined> found = new TreeMap<>();
            for (final Held held : byKey.getOrDefault("machine/" + path, List.of())) {
                if (held.wasKnownAt(at)) {
                    found.put(held.definition().effectiveFromNs(), (Fact.MachineDefined) held.definition());
                }
            }
            return found.values();
        }

        /** The latest: how an operation is counted and confirmed does not change with the time of its events. */
        public Fact.@Nullable OperationDefined operation(final OperationKey operation) {
            return (Fact.OperationDefined) at(operation, Long.MAX_VALUE);
        }

        public Fact.@Nullable ReasonDefined reason(final String code, final long timeNs) {
            return (Fact.ReasonDefined) at("reason/" + code, timeNs);
        }

        private Fact.@Nullable Definition at(final Object key, final long timeNs) {
            Fact.Definition found = null;
            for (final Held held : byKey.getOrDefault(key, List.of())) {
                final Fact.Definition definition = held.definition();
                if (held.wasKnownAt(at)
                        && definition.effectiveFromNs() <= timeNs
                        && (found == null || definition.effectiveFromNs() >= found.effectiveFromNs())) {
                    found = definition;
                }
            }
            return found;
        }
    }

    /** Operations are asked for with every unit: their key is made of nothing. */
    private static Object keyOf(final Fact.Definition definition) {
        return definition instanceof Fact.OperationDefined operation
                ? new OperationKey(operation.order(), operation.operation())
                : key(definition);
    }

    /** What a definition defines, as a text. */
    public static String key(final Fact.Definition definition) {
        if (definition instanceof Fact.MachineDefined machine) {
            return "machine/" + machine.path();
        } else if (definition instanceof Fact.OperationDefined operation) {
            return "operation/" + new OperationKey(operation.order(), operation.operation()).text();
        } else if (definition instanceof Fact.ReasonDefined reason) {
            return "reason/" + reason.code();
        } else if (definition instanceof Fact.MaterialDefined material) {
            return "material/" + material.material();
        } else if (definition instanceof Fact.CalendarDefined calendar) {
            return "calendar/" + calendar.scope();
        } else if (definition instanceof Fact.ProfileDefined profile) {
            return "profile/" + profile.name();
        } else if (definition instanceof Fact.PostingPeriodDefined period) {
            return "posting-period/" + period.scope();
        }
        throw new IllegalStateException("no key for " + definition.getClass());
    }
}
