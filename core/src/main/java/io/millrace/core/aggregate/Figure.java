package io.millrace.core.aggregate;

import io.millrace.core.figures.Kpis;
import io.millrace.core.figures.Sums;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times, quantities and key figures of one scope and period.
 *
 * @param profiles names of the tables that chose the time elements
 * @param revision rises with every statement, from 1: the highest counts
 * @param asOfNs how far time had come, nanoseconds since the epoch
 * @param before what was said last, if the period was over by then and its sums have changed since; null otherwise
 */
public record Figure(
        CellId id, Sums sums, List<String> profiles, State state, long revision, long asOfNs, @Nullable Sums before) {
    public enum State {
        /** The period lasts, or may still be restated by late news. */
        PROVISIONAL,
        /** Its end is further back than late news are accepted. Somebody's decision can still restate it. */
        FINAL
    }

    public Figure {
        profiles = List.copyOf(profiles);
    }

    public Kpis kpis() {
        return Kpis.of(sums);
    }
}
