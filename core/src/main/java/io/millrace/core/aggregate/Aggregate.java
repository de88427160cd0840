package io.millrace.core.aggregate;

import io.millrace.core.figures.Sums;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All that figures are made of. Immutable: what one is made of another shares with it, as far as it is the same. */
public final class Aggregate {
    public static final Aggregate ZERO = new Aggregate(Sums.ZERO, new TreeMap<>(), new TreeMap<>());

    private final Sums sums;
    private final SortedMap<Reason, Stood> downtime;
    private final SortedMap<String, Long> profileNs;

    /**
     * @param downtime by reason; copied
     * @param profileNs how much time each profile classified; copied
     */
    public Aggregate(
            final Sums sums, final SortedMap<Reason, Stood> downtime, final SortedMap<String, Long> profileNs) {
        this(frozen(new TreeMap<>(downtime)), frozen(new TreeMap<>(profileNs)), sums);
    }

    /** Of maps that nobody changes any more. */
    private Aggregate(
            final SortedMap<Reason, Stood> downtime, final SortedMap<String, Long> profileNs, final Sums sums) {
        this.sums = sums;
        this.downtime = downtime;
        this.profileNs = profileNs;
    }

    private static <K, V> SortedMap<K, V> frozen(final TreeMap<K, V> map) {
        return map.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(map);
    }

    private static <K, V> SortedMap<K, V> frozen(final K key, final V value) {
        final TreeMap<K, V> one = new TreeMap<>();
        one.put(key, value);
        return Collections.unmodifiableSortedMap(one);
    }

    static Aggregate of(final Sums sums) {
        return new Aggregate(ZERO.downtime, ZERO.profileNs, sums);
    }

    /** In the place of all downtime it has. */
    Aggregate with(final Reason reason, final Stood stood) {
        return new Aggregate(stood.isZero() ? ZERO.downtime : frozen(reason, stood), profileNs, sums);
    }

    /** In the place of all profiles it has. */
    Aggregate with(final String profile, final long ns) {
        return new Aggregate(downtime, ns == 0 ? ZERO.profileNs : frozen(profile, ns), sums);
    }

    public Sums sums() {
        return sums;
    }

    /** By reason; not to be changed. */
    public SortedMap<Reason, Stood> downtime() {
        return downtime;
    }

    /** How much time each profile classified; not to be changed. */
    public SortedMap<String, Long> profileNs() {
        return profileNs;
    }

    public Stood stood(final Reason reason) {
        return downtime.getOrDefault(reason, Stood.ZERO);
    }

    Aggregate plus(final Aggregate other) {
        return isZero() ? other : moved(ZERO, other, reason -> 0);
    }

    /**
     * Takes parts out and puts others in.
     *
     * @param longest asked where the longest stop may have been taken out: the longest of those that stand now
     */
    Aggregate moved(final Aggregate taken, final Aggregate put, final ToLongFunction<Reason> longest) {
        return new Aggregate(
                taken.downtime.isEmpty() && put.downtime.isEmpty() ? downtime : reasons(taken, put, longest),
                taken.profileNs.equals(put.profileNs) ? profileNs : profiles(taken, put),
                sums.plus(put.sums.minus(taken.sums)));
    }

    private SortedMap<Reason, Stood> reasons(
            final Aggregate taken, final Aggregate put, final ToLongFunction<Reason> longest) {
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
        return frozen(reasons);
    }

    private SortedMap<String, Long> profiles(final Aggregate taken, final Aggregate put) {
        final TreeMap<String, Long> profiles = new TreeMap<>(profileNs);
        put.profileNs.forEach((name, ns) -> profiles.merge(name, ns, Math::addExact));
        taken.profileNs.forEach((name, ns) -> profiles.merge(name, -ns, Math::addExact));
        profiles.values().removeIf(ns -> ns == 0);
        return frozen(profiles);
    }

    public boolean isZero() {
        return downtime.isEmpty() && profileNs.isEmpty() && sums.isZero();
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return this == other
                || other instanceof Aggregate that
                        && sums.equals(that.sums)
                        && downtime.equals(that.downtime)
                        && profileNs.equals(that.profileNs);
    }

    @Override
    public int hashCode() {
        return sums.hashCode();
    }

    @Override
    public String toString() {
        return sums + " " + downtime + " " + profileNs;
    }
}
