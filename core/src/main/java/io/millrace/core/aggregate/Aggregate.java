package io.millrace.core.aggregate;

import io.millrace.core.figures.Sums;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * All that figures are made of. Immutable.
 *
 * @param downtime by reason
 * @param profileNs how much time each profile classified
 */
public record Aggregate(Sums sums, SortedMap<Reason, Stood> downtime, SortedMap<String, Long> profileNs) {
    public static final Aggregate ZERO = new Aggregate(Sums.ZERO, new TreeMap<>(), new TreeMap<>());

    public Aggregate {
        downtime = Collections.unmodifiableSortedMap(new TreeMap<>(downtime));
        profileNs = Collections.unmodifiableSortedMap(new TreeMap<>(profileNs));
    }

    static Aggregate of(final Sums sums) {
        return new Aggregate(sums, ZERO.downtime, ZERO.profileNs);
    }

    Aggregate with(final Reason reason, final Stood stood) {
        final TreeMap<Reason, Stood> one = new TreeMap<>();
        one.put(reason, stood);
        return new Aggregate(sums, one, profileNs);
    }

    Aggregate with(final String profile, final long ns) {
        final TreeMap<String, Long> one = new TreeMap<>();
        one.put(profile, ns);
        return new Aggregate(sums, downtime, one);
    }

    public Stood stood(final Reason reason) {
        return downtime.getOrDefault(reason, Stood.ZERO);
    }

    Aggregate plus(final Aggregate other) {
        return moved(ZERO, other, reason -> 0);
    }

    /**
     * Takes parts out and puts others in.
     *
     * @param longest asked where the longest stop may have been taken out: the longest of those that stand now
     */
    Aggregate moved(final Aggregate taken, final Aggregate put, final ToLongFunction<Reason> longest) {
        final TreeMap<Reason, Stood> reasons = new TreeMap<>(downtime);
        final TreeSet<Reason> touched = new TreeSet<>(taken.downtime.keySet());
        touched.addAll(put.downtime.keySet());
        for (final Reason reason : touched) {
            final Stood was = stood(reason);
            final Stood out = taken.stood(reason);
            final Stood in = put.stood(reason);
            final boolean isLost = out.longestNs() > in.longestNs() && out.longestNs() >= was.longestNs();
            reasons.put(
                    reason,
                    new Stood(
                            Math.addExact(was.count(), Math.subtractExact(in.count(), out.count())),
                            Math.addExact(was.sumNs(), Math.subtractExact(in.sumNs(), out.sumNs())),
                            isLost ? longest.applyAsLong(reason) : Math.max(was.longestNs(), in.longestNs())));
        }
        reasons.values().removeIf(Stood::isZero);
        final TreeMap<String, Long> profiles = new TreeMap<>(profileNs);
        put.profileNs.forEach((name, ns) -> profiles.merge(name, ns, Math::addExact));
        taken.profileNs.forEach((name, ns) -> profiles.merge(name, -ns, Math::addExact));
        profiles.values().removeIf(ns -> ns == 0);
        return new Aggregate(sums.plus(put.sums.minus(taken.sums)), reasons, profiles);
    }

    public boolean isZero() {
        return sums.isZero() && downtime.isEmpty() && profileNs.isEmpty();
    }
}
