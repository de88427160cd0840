package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which entries, taken in their order, become units, intervals and completions. The result depends on the entries and
 * where they start from, never on when they arrived. Stateless.
 */
public final class Fold {
    private Fold() {}

    /** Takes all entries in; those that are superseded do not count. Moves the position. */
    static void all(
            final Position position, final List<Entry> entries, final CountingRules rules, final Effects effects) {
        for (int i = 0; i < entries.size(); i++) {
            if (!isSuperseded(entries, i)) {
                one(position, entries.get(i), rules, effects);
            }
        }
    }

    private static boolean isSuperseded(final List<Entry> entries, final int at) {
        final Entry entry = entries.get(at);
        for (int i = at + 1; i < entries.size() && entries.get(i).timeNs() == entry.timeNs(); i++) {
            if (entry.isSupersededBy(entries.get(i))) {
                return true;
            }
        }
        return false;
    }

    static void one(final Position position, final Entry entry, final CountingRules rules, final Effects effects) {
        if (entry instanceof Entry.Reading reading) {
            reading(position, reading, rules, effects);
        } else if (entry instanceof Entry.Report report) {
            if (rules.authority() == Authority.REPORT) {
                final OperationKey operation = report.operation() == null ? position.running : report.operation();
                effects.units(operation, Quantities.of(report.measure(), report.quantityMilli()), report.timeNs());
            }
        } else if (entry instanceof Entry.ScrapMove scrap && rules.authority() != Authority.NONE) {
            final OperationKey operation = scrap.operation() == null ? position.running : scrap.operation();
            effects.units(operation, new Quantities(-scrap.quantityMilli(), scrap.quantityMilli(), 0), scrap.timeNs());
        } else if (entry instanceof Entry.State state) {
            state(position, contentOf(state, position.state), state.timeNs(), effects);
        } else if (entry instanceof Entry.Reason reason) {
            state(position, position.state.withReason(reason.reason()), reason.timeNs(), effects);
        } else if (entry instanceof Entry.Context context) {
            context(position, context, effects);
        }
    }

    /**
     * A step between neighbouring readings is units. Backwards is a wrap only at a configured modulus and within a plausible step,
     * a reset only with evidence; anything else is quarantined until the counter is back where it was.
     */
    private static void reading(
            final Position position, final Entry.Reading reading, final CountingRules rules, final Effects effects) {
        if (rules.authority() != Authority.COUNTER) {
            return;
        }
        final Measure measure = reading.measure();
        final Baseline base = position.baseline(measure);
        final long value = reading.valueMilli();
        if (base == null) {
            position.baselines[measure.code()] = new Baseline(reading.timeNs(), value, Baseline.NO_SUSPECT);
            return;
        }
        final long step = value - base.valueMilli();
        final long wrapped = step + rules.modulusMilli(measure);
        if (step >= 0) {
            accept(position, base, reading, step, rules, effects);
        } else if (reading.reset()) {
            accept(position, base, reading, value, rules, effects);
        } else if (rules.modulusMilli(measure) > 0 && wrapped >= 0 && wrapped <= rules.maxStepMilli(measure)) {
            accept(position, base, reading, wrapped, rules, effects);
        } else {
            if (base.hasSuspect() && value > base.suspectMilli()) {
                effects.quarantined(value - base.suspectMilli(), reading.timeNs());
            }
            position.baselines[measure.code()] = base.suspecting(value);
        }
    }

    private static void accept(
            final Position position,
            final Baseline base,
            final Entry.Reading reading,
            final long step,
            final CountingRules rules,
            final Effects effects) {
        final Measure measure = reading.measure();
        position.baselines[measure.code()] = base.at(reading.timeNs(), reading.valueMilli());
        if (step > 0) {
            final boolean scrapIsInTotal = measure == Measure.SCRAP && position.baseline(Measure.TOTAL) != null;
            final Quantities units = scrapIsInTotal ? new Quantities(-step, step, 0) : Quantities.of(measure, step);
            effects.units(operationOf(position, base.timeNs(), reading.timeNs(), rules), units, reading.timeNs());
        }
    }

    /** Whose units a step is: of the operation that runs at its end, else the one that ran until within it. */
    private static @Nullable OperationKey operationOf(
            final Position position, final long fromNs, final long toNs, final CountingRules rules) {
        if (position.runningSinceNs <= fromNs) {
            return position.running;
        }
        if (toNs - fromNs > rules.maxSpanNs() && position.before != null) {
            return null;
        }
        return position.running != null ? position.running : position.before;
    }

    /** The same state said again without its reason keeps the reason it was given. */
    private static StateContent contentOf(final Entry.State said, final StateContent held) {
        final StateContent content = new StateContent(said.state(), said.mode(), said.nativeState(), said.reason());
        return said.reason().isEmpty() && content.equals(held.withReason("")) ? held : content;
    }

    private static void state(
            final Position position, final StateContent content, final long timeNs, final Effects effects) {
        if (content.equals(position.state) && position.stateSinceNs != Position.NEVER) {
            return;
        }
        if (position.stateSinceNs != Position.NEVER && timeNs > position.stateSinceNs) {
            effects.interval(position.stateSinceNs, timeNs, position.state);
        }
        position.state = content;
        position.stateSinceNs = timeNs;
    }

    private static void context(final Position position, final Entry.Context context, final Effects effects) {
        if (context.cancelled()) {
            return;
        }
        final OperationKey target = context.operation() == null ? position.running : context.operation();
        if (target == null) {
            if (context.transition() == Transition.COMPLETED) {
                position.open.forEach(paused -> effects.completed(paused, context.timeNs()));
                position.open.clear();
            }
            return;
        }
        switch (context.transition()) {
            case STARTED, RESUMED -> start(position, target, context.timeNs(), effects);
            case PAUSED -> stop(position, target, context.timeNs());
            case COMPLETED -> {
                stop(position, target, context.timeNs());
                if (position.open.remove(target)) {
                    effects.completed(target, context.timeNs());
                }
            }
        }
    }

    /** A machine runs one operation at a time: starting another without pausing the first completes it. */
    private static void start(
            final Position position, final OperationKey operation, final long timeNs, final Effects effects) {
        final OperationKey running = position.running;
        if (operation.equals(running)) {
            return;
        }
        if (running != null && position.open.remove(running)) {
            effects.completed(running, timeNs);
        }
        if (running != null) {
            position.before = running;
        }
        position.running = operation;
        position.runningSinceNs = timeNs;
        if (!position.open.contains(operation)) {
            position.open.add(operation);
        }
    }

    private static void stop(final Position position, final OperationKey operation, final long timeNs) {
        if (operation.equals(position.running)) {
            position.before = operation;
            position.running = null;
            position.runningSinceNs = timeNs;
        }
    }
}
