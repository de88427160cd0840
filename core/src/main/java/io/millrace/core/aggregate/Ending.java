package io.millrace.core.aggregate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The figures that become final in the next hours, so that the book is searched for them a few times a day and not with each hour. In
 * memory only: whoever begins anew searches the book again. Not thread-safe.
 */
final class Ending {
    private static final long HOUR_NS = 3_600_000_000_000L;
    /** No period is longer, and none lies further from its {@link Period#orderNs()}. */
    private static final long LONGEST_NS = 3 * 24 * HOUR_NS;
    /** The book is searched so far ahead. */
    private static final long AHEAD_NS = 12 * HOUR_NS;

    private final TreeMap<Long, List<CellId>> byEnd = new TreeMap<>();
    private long searchedToNs = Progress.NEVER;

    /** Figures have changed. */
    void changed(final CellId id) {
        if (id.period().toNs() <= searchedToNs) {
            add(id);
        }
    }

    private void add(final CellId id) {
        byEnd.computeIfAbsent(id.period().toNs(), end -> new ArrayList<>(4)).add(id);
    }

    /**
     * Takes out those that ended.
     *
     * @param fromNs those that ended before are final
     * @param toNs not before the last one
     * @return may hold some that are final already, and some twice
     */
    List<CellId> take(final long fromNs, final long toNs, final MachineBook book) {
        if (searchedToNs < toNs) {
            byEnd.clear();
            searchedToNs = toNs + AHEAD_NS;
            for (final CellId id : book.unfinished(fromNs - LONGEST_NS, searchedToNs + LONGEST_NS)) {
                changed(id);
            }
        }
        final List<CellId> ended = new ArrayList<>();
        final Iterator<List<CellId>> first = byEnd.headMap(toNs, true).values().iterator();
        while (first.hasNext()) {
            ended.addAll(first.next());
            first.remove();
        }
        return ended;
    }
}
