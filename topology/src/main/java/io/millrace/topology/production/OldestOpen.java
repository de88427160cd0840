package io.millrace.topology.production;

import io.millrace.core.posting.Open;
import io.millrace.core.posting.PostingAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The oldest open confirmations of one group, in memory, as the store has them: read again only when one of them has gone. */
final class OldestOpen {
    static final int KEPT = PostingAccount.LISTED;
    /** As the store's keys are ordered. */
    private static final Comparator<Open> OLDEST_FIRST = Comparator.<Open>comparingLong(
                    open -> open.said().confirmedNs())
            .thenComparing(open -> open.id().getMostSignificantBits(), Long::compareUnsigned)
            .thenComparing(open -> open.id().getLeastSignificantBits(), Long::compareUnsigned);

    private final IntFunction<List<Open>> reader;
    private @Nullable List<Open> first;

    /** @param reader the store's so many oldest */
    OldestOpen(final IntFunction<List<Open>> reader) {
        this.reader = reader;
    }

    /** @param most {@link #KEPT} or fewer */
    List<Open> first(final int most) {
        if (first == null) {
            first = reader.apply(KEPT);
        }
        return List.copyOf(first.subList(0, Math.min(most, first.size())));
    }

    /** It has come, or it has changed. */
    void put(final Open open) {
        final List<Open> known = first;
        if (known == null) {
            return;
        }
        final boolean isAll = known.size() < KEPT;
        final List<Open> changed = new ArrayList<>(known);
        changed.removeIf(each -> each.id().equals(open.id()));
        if (isAll || changed.size() < known.size() || OLDEST_FIRST.compare(open, last(known)) < 0) {
            changed.add(open);
            changed.sort(OLDEST_FIRST);
            first = changed.subList(0, Math.min(KEPT, changed.size()));
        }
    }

    private static Open last(final List<Open> known) {
        return known.get(known.size() - 1);
    }

    /** It has gone, or has gone to another group. */
    void remove(final Open open) {
        final List<Open> known = first;
        if (known != null) {
            final List<Open> left = new ArrayList<>(known);
            final boolean wasKnown = left.removeIf(each -> each.id().equals(open.id()));
            // Behind a full list there may be another, which only the store knows.
            first = !wasKnown ? known : known.size() < KEPT ? left : null;
        }
    }
}
