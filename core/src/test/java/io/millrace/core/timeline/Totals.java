package io.millrace.core.timeline;

import io.millrace.core.event.Measure;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a timeline has said, added up: either change by change, or by one fold of all entries in order. */
final class Totals implements Effects {
    final Map<OperationKey, Quantities> units = new TreeMap<>();
    final Map<OperationKey, Integer> completions = new TreeMap<>();
    final TreeMap<Long, Changes.Span> spans = new TreeMap<>();
    final TreeMap<Long, Changes.Stop> stops = new TreeMap<>();
    final Map<OperationKey, Activity> activities = new TreeMap<>();
    Quantities unattributed = Quantities.ZERO;
    long quarantinedMilli;
    long lostMilli;

    void add(final Changes changes) {
        changes.byOperation().forEach((operation, moved) -> units.merge(operation, moved, Quantities::plus));
        changes.completions().forEach((operation, times) -> completions.merge(operation, times, Integer::sum));
        changes.spans().unsaid().keySet().forEach(spans::remove);
        spans.putAll(changes.spans().said());
        changes.stops().unsaid().keySet().forEach(stops::remove);
        stops.putAll(changes.stops().said());
        changes.activities().forEach((operation, times) -> activities.merge(operation, times, Activity::plus));
        lostMilli += changes.lostMilli();
        unattributed = unattributed.plus(changes.unattributed());
        quarantinedMilli += changes.quarantinedMilli();
        tidy();
    }

    void tidy() {
        units.values().removeIf(Quantities::isZero);
        completions.values().removeIf(times -> times == 0);
        activities.values().removeIf(Activity::isNone);
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
    public void suspect(
            final Measure measure, final long sinceNs, final long milli, final long sumMilli, final Verdict verdict) {
        quarantinedMilli += verdict == Verdict.OPEN ? milli : 0;
        lostMilli += verdict == Verdict.REJECTED ? milli : 0;
    }

    @Override
    public void span(final long fromNs, final long toNs, final Situation situation) {
        spans.put(fromNs, new Changes.Span(fromNs, toNs, situation));
        if (situation.operation() != null) {
            activities.merge(situation.operation(), situation.activity(toNs - fromNs), Activity::plus);
        }
    }

    @Override
    public void stop(final long fromNs, final long toNs, final Situation main) {
        stops.put(fromNs, new Changes.Stop(fromNs, toNs, main));
    }

    @Override
    public void labour(final @Nullable OperationKey operation, final long durationNs, final long timeNs) {
        if (operation != null) {
            activities.merge(operation, new Activity(0, 0, 0, durationNs), Activity::plus);
        }
    }

    @Override
    public void completed(final OperationKey operation, final long timeNs) {
        completions.merge(operation, 1, Integer::sum);
    }
}
