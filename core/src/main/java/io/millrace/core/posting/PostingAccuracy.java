package io.millrace.core.posting;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many of a site's confirmations have been posted, since the first one.
 *
 * @param byUnit figures by unit of the quantities; counts may be added over them, quantities may not
 * @param oldestUnpostedNs gateway time of the site's oldest confirmation that waits to be posted, null if none does
 */
public record PostingAccuracy(String site, Map<String, Figures> byUnit, @Nullable Long oldestUnpostedNs, long asOfNs) {
    public PostingAccuracy {
        byUnit = Map.copyOf(byUnit);
    }

    /** The figures of all units; of the sums only the counts mean something. */
    public Figures total() {
        return byUnit.values().stream().reduce(Figures.NONE, Figures::plus);
    }
}
