package io.millrace.core.timeline;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a timeline has said, added up: either change by change, or by one fold of all entries in order. */
final class Totals implements Effects {
    final Map<OperationKey, Quantities> units = new TreeMap<>();
    final Map<OperationKey, Integer> completions = new TreeMap<>();
    final TreeMap<Long, Changes.Span> intervals = new TreeMap<>();
    Quantities unattributed = Quantities.ZERO;
    long quarantinedMilli;

    void add(final Changes changes) {
        changes.byOperation().forEach((operation, moved) -> units.merge(operation, moved, Quantities::plus));
        changes.completions().forEach((operation, times) -> completions.merge(operation, times, Integer::sum));
        changes.unsaid().keySet().forEach(intervals::remove);
        intervals.putAll(changes.said());
        unattributed = unattributed.plus(changes.unattributed());
        quarantinedMilli += changes.quarantinedMilli();
        tidy();
    }

    void tidy() {
        units.values().removeIf(Quantities::isZero);
        completions.values().removeIf(times -> times == 0);
    }

    @Override
    public void units(final @Nullable OperationKey operation, final Quantities moved, final long timeNs) {
        if (operation == null) {
            unattributed = unattributed.plus(moved);
        } else {
            units.merge(operation, moved, Quantities::plus);
        }
    }

    @Override
    public void quarantined(final long milli, final long timeNs) {
        quarantinedMilli += milli;
    }

    @Override
    public void interval(final long fromNs, final long toNs, final StateContent content) {
        intervals.put(fromNs, new Changes.Span(fromNs, toNs, content));
    }

    @Override
    public void completed(final OperationKey operation, final long timeNs) {
        completions.merge(operation, 1, Integer::sum);
    }
}
