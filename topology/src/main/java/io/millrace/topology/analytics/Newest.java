package io.millrace.topology.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest things of one row, decoded: from a point of time on all of them, so that what is asked of that time is answered without the
 * store, also that there is nothing. What is older is read from the store and written to it at once. On the task's thread only.
 */
final class Newest<V> {
    /** So many are read first, and stay when there are twice as many. */
    private static final int KEPT = 4;

    private static final class Slot<V> {
        private final V value;
        private boolean isUnwritten;

        private Slot(final V value, final boolean isUnwritten) {
            this.value = value;
            this.isUnwritten = isUnwritten;
        }
    }

    private final Row<V> row;
    private final ToLongFunction<V> fromNs;
    private final TreeMap<Long, Slot<V>> kept = new TreeMap<>();
    private boolean isRead;
    private boolean hasUnwritten;
    private long completeFromNs = Long.MIN_VALUE;

    /** @param fromNs when it begins, which identifies it */
    Newest(final Row<V> row, final ToLongFunction<V> fromNs) {
        this.row = row;
        this.fromNs = fromNs;
    }

    private boolean isKept(final long timeNs) {
        if (!isRead) {
            isRead = true;
            row.eachBackFrom(Long.MAX_VALUE, this::keep);
        }
        return timeNs >= completeFromNs;
    }

    private boolean keep(final V value) {
        if (kept.size() == KEPT) {
            completeFromNs = kept.firstKey();
            return false;
        }
        kept.put(fromNs.applyAsLong(value), new Slot<>(value, false));
        return true;
    }

    @Nullable
    V at(final long timeNs) {
        if (!isKept(timeNs)) {
            return row.read(row.at(timeNs));
        }
        final Slot<V> slot = kept.get(timeNs);
        return slot == null ? null : slot.value;
    }

    /** @return those that begin in the time, in its order */
    List<V> list(final long fromNs, final long toNs) {
        if (fromNs < toNs && !isKept(fromNs)) {
            writeAll();
            return row.list(fromNs, toNs);
        }
        final List<V> all = new ArrayList<>();
        if (fromNs < toNs) {
            kept.subMap(fromNs, toNs).values().forEach(slot -> all.add(slot.value));
        }
        return all;
    }

    /** @return the latest that begins at the time or before it and is wanted */
    @Nullable
    V lastUpTo(final long timeNs, final Predicate<V> isWanted) {
        if (isKept(timeNs)) {
            for (final Slot<V> slot : kept.headMap(timeNs, true).descendingMap().values()) {
                if (isWanted.test(slot.value)) {
                    return slot.value;
                }
            }
            if (completeFromNs == Long.MIN_VALUE) {
                return null;
            }
        }
        final Found<V> found = new Found<>(isWanted);
        row.eachBackFrom(Math.min(timeNs, completeFromNs - 1), found);
        return found.value;
    }

    private static final class Found<V> implements Predicate<V> {
        private final Predicate<V> isWanted;
        private @Nullable V value;

        private Found(final Predicate<V> isWanted) {
            this.isWanted = isWanted;
        }

        @Override
        public boolean test(final V each) {
            value = isWanted.test(each) ? each : null;
            return value == null;
        }
    }

    void put(final V value) {
        final long timeNs = fromNs.applyAsLong(value);
        if (!isKept(timeNs)) {
            row.write(row.at(timeNs), value);
            return;
        }
        kept.put(timeNs, new Slot<>(value, true));
        hasUnwritten = true;
        if (kept.size() > 2 * KEPT) {
            writeAll();
            while (kept.size() > KEPT) {
                kept.pollFirstEntry();
            }
            completeFromNs = kept.firstKey();
        }
    }

    void forgetBefore(final long timeNs) {
        if (isKept(timeNs) && !kept.isEmpty() && kept.firstKey() <= timeNs) {
            writeAll();
        }
        row.forgetBefore(timeNs, key -> kept.remove(row.timeNs(key)));
    }

    void writeAll() {
        if (!hasUnwritten) {
            return;
        }
        hasUnwritten = false;
        for (final Map.Entry<Long, Slot<V>> each : kept.entrySet()) {
            final Slot<V> slot = each.getValue();
            if (slot.isUnwritten) {
                slot.isUnwritten = false;
                row.write(row.at(each.getKey()), slot.value);
            }
        }
    }
}
