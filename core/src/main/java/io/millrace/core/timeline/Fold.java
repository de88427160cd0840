package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import io.millrace.core.event.MachineState;
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
    static void all(final Position position, final List<Entry> entries, final Rules rules, final Effects effects) {
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

    static void one(final Position position, final Entry entry, final Rules rules, final Effects effects) {
        if (entry instanceof Entry.Reading reading) {
            reading(position, reading, rules, effects);
        } else if (entry instanceof Entry.Verdict verdict) {
            verdict(position, verdict, effects);
        } else if (entry instanceof Entry.Report report) {
            report(position, report, rules, effects);
        } else if (entry instanceof Entry.ScrapMove scrap) {
            scrapMove(position, scrap, rules, effects);
        } else if (entry instanceof Entry.Consumed consumed) {
            effects.consumed(
                    new Effects.Mark(consumed.timeNs(), consumed.identity()),
                    new Effects.Material(consumed.material(), consumed.lot(), consumed.quantityMilli()),
                    consumed.operation() == null ? position.running : consumed.operation());
        } else if (entry instanceof Entry.Labour labour) {
            effects.labour(
                    labour.operation() == null ? position.running : labour.operation(),
                    labour.durationNs(),
                    labour.timeNs());
        } else if (entry instanceof Entry.State state) {
            state(position, contentOf(state, position.state), state.timeNs(), rules, effects);
        } else if (entry instanceof Entry.Reason reason) {
            state(position, position.state.withReason(reason.reason()), reason.timeNs(), rules, effects);
        } else if (entry instanceof Entry.Context context) {
            context(position, context, rules, effects);
        }
    }

    private static void report(
            final Position position, final Entry.Report report, final Rules rules, final Effects effects) {
        final OperationKey operation = report.operation() == null ? position.running : report.operation();
        final Quantities units = Quantities.of(report.measure(), report.quantityMilli());
        if (report.measure() == Measure.SCRAP || report.measure() == Measure.REWORK) {
            effects.scrapped(
                    new Effects.Mark(report.timeNs(), report.identity()),
                    new Effects.Scrap(report.measure(), report.quantityMilli(), report.reason()),
                    operation);
        }
        if (rules.authority(operation, report.timeNs()) == Authority.REPORT) {
            effects.units(operation, units, report.timeNs());
        } else {
            effects.observed(operation, units, report.timeNs());
        }
    }

    private static void scrapMove(
            final Position position, final Entry.ScrapMove scrap, final Rules rules, final Effects effects) {
        final OperationKey operation = scrap.operation() == null ? position.running : scrap.operation();
        effects.scrapped(
                new Effects.Mark(scrap.timeNs(), scrap.identity()),
                new Effects.Scrap(Measure.SCRAP, scrap.quantityMilli(), scrap.reason()),
                operation);
        final Quantities move = new Quantities(-scrap.quantityMilli(), scrap.quantityMilli(), 0);
        if (rules.authority(operation, scrap.timeNs()) == Authority.NONE) {
            effects.observed(operation, move, scrap.timeNs());
        } else {
            effects.units(operation, move, scrap.timeNs());
        }
    }

    /**
     * A step between neighbouring readings is units. Backwards is a wrap only at a configured modulus and within a plausible step,
     * a reset only with evidence; anything else is quarantined until the counter is back where it was, or somebody decides.
     */
    private static void reading(
            final Position position, final Entry.Reading reading, final Rules rules, final Effects effects) {
        final CountingRules now = rules.at(reading.timeNs());
        final Measure measure = reading.measure();
        final Baseline base = position.baseline(measure);
        final long value = reading.valueMilli();
        if (base == null) {
            position.baselines[measure.code()] = Baseline.of(reading.timeNs(), value);
            return;
        }
        final long step = value - base.valueMilli();
        final long wrapped = step + now.modulusMilli(measure);
        if (step >= 0) {
            if (base.suspect().sumMilli() > 0) {
                // The counter has been counting below: what brought it back is as doubtful as what it counted there.
                suspect(position, base, base.valueMilli(), reading, effects);
            } else if (base.hasSuspect() && !base.suspect().rejected()) {
                effects.suspect(measure, base.suspect().sinceNs(), 0, 0, Effects.Verdict.RESOLVED);
            }
            accept(position, base, reading, step, rules, effects);
        } else if (reading.reset() || now.resetAtStart() && hasStartedSince(position, base.timeNs())) {
            accept(position, base, reading, value, rules, effects);
        } else if (now.modulusMilli(measure) > 0 && wrapped >= 0 && wrapped <= now.maxStepMilli(measure)) {
            accept(position, base, reading, wrapped, rules, effects);
        } else if (rules.authority(position.running, reading.timeNs()) != Authority.COUNTER) {
            position.baselines[measure.code()] =
                    Baseline.of(reading.timeNs(), value); // only observed: nothing to decide
        } else {
            suspect(position, base, value, reading, effects);
        }
    }

    private static boolean hasStartedSince(final Position position, final long timeNs) {
        return position.running != null && position.runningSinceNs > timeNs;
    }

    private static void suspect(
            final Position position,
            final Baseline base,
            final long value,
            final Entry.Reading reading,
            final Effects effects) {
        final Baseline.Suspect run = base.suspect();
        final Measure measure = reading.measure();
        if (!base.hasSuspect()) {
            effects.suspect(measure, reading.timeNs(), 0, 0, Effects.Verdict.OPEN);
            position.baselines[measure.code()] = base.suspecting(reading.timeNs(), value, 0, false);
            return;
        }
        final long step = Math.max(0, value - run.valueMilli());
        final long sum = run.sumMilli() + step;
        if (step > 0) {
            effects.suspect(
                    measure,
                    run.sinceNs(),
                    step,
                    sum,
                    run.rejected() ? Effects.Verdict.REJECTED : Effects.Verdict.OPEN);
        }
        position.baselines[measure.code()] = base.suspecting(run.sinceNs(), value, sum, run.rejected());
    }

    /** Accepted, the counter goes on from the first reading that was back; rejected, its units are none until it is where it was. */
    private static void verdict(final Position position, final Entry.Verdict verdict, final Effects effects) {
        final Baseline base = position.baseline(verdict.measure());
        if (base == null || base.suspect().sinceNs() != verdict.timeNs()) {
            return;
        }
        final long value = base.suspect().valueMilli();
        position.baselines[verdict.measure().code()] = verdict.accepted()
                ? Baseline.of(verdict.timeNs(), value)
                : base.suspecting(verdict.timeNs(), value, base.suspect().sumMilli(), true);
        effects.suspect(
                verdict.measure(),
                verdict.timeNs(),
                0,
                base.suspect().sumMilli(),
                verdict.accepted() ? Effects.Verdict.ACCEPTED : Effects.Verdict.REJECTED);
    }

    private static void accept(
            final Position position,
            final Baseline base,
            final Entry.Reading reading,
            final long step,
            final Rules rules,
            final Effects effects) {
        final Measure measure = reading.measure();
        position.baselines[measure.code()] = base.at(reading.timeNs(), reading.valueMilli());
        if (step <= 0) {
            return;
        }
        final boolean undecided = isUndecided(position, base.timeNs(), reading.timeNs(), rules);
        final OperationKey operation = undecided ? null : operationOf(position, base.timeNs());
        final long units = operation == null
                ? step
                : rules.of(operation).unitsMilli(base.valueMilli() + step)
                        - rules.of(operation).unitsMilli(base.valueMilli());
        final boolean scrapIsInTotal = measure == Measure.SCRAP && position.baseline(Measure.TOTAL) != null;
        final Quantities moved = scrapIsInTotal ? new Quantities(-units, units, 0) : Quantities.of(measure, units);
        if (rules.authority(operation, reading.timeNs()) != Authority.COUNTER) {
            effects.observed(operation, moved, reading.timeNs());
            return;
        }
        effects.units(operation, moved, reading.timeNs());
        if (undecided) {
            effects.undecided(base.timeNs(), reading.timeNs(), moved, position.before, position.running);
        }
    }

    /** A step over an order change that takes too long: it may belong to either. */
    private static boolean isUndecided(final Position position, final long fromNs, final long toNs, final Rules rules) {
        return position.runningSinceNs > fromNs
                && position.before != null
                && !position.before.equals(position.running)
                && position.beforeUntilNs > fromNs
                && toNs - fromNs > rules.at(toNs).maxSpanNs();
    }

    /** Whose units a step is: of the operation that runs at its end, else the one that ran until within it. */
    private static @Nullable OperationKey operationOf(final Position position, final long fromNs) {
        return position.running == null && position.beforeUntilNs > fromNs ? position.before : position.running;
    }

    /** The same state said again without its reason keeps the reason it was given. */
    private static StateContent contentOf(final Entry.State said, final StateContent held) {
        final StateContent content = new StateContent(said.state(), said.mode(), said.nativeState(), said.reason());
        return said.reason().isEmpty() && content.equals(held.withReason("")) ? held : content;
    }

    private static void state(
            final Position position,
            final StateContent content,
            final long timeNs,
            final Rules rules,
            final Effects effects) {
        if (content.equals(position.state) && position.stateSinceNs != Position.NEVER) {
            return;
        }
        endSpan(position, timeNs, rules, effects);
        position.state = content;
        position.stateSinceNs = timeNs;
        final boolean standing =
                content.state() != MachineState.UNKNOWN && !rules.at(timeNs).isProducing(content);
        if (standing && position.stopSinceNs == Position.NEVER) {
            position.stopSinceNs = timeNs;
        } else if (!standing) {
            endStop(position, timeNs, effects);
        }
    }

    /** The state or the operation changes: what held until now is said, and its part in a stop is weighed. */
    private static void endSpan(final Position position, final long timeNs, final Rules rules, final Effects effects) {
        final long sinceNs = position.spanSinceNs;
        position.spanSinceNs = timeNs;
        if (sinceNs == Position.NEVER || timeNs <= sinceNs) {
            return;
        }
        final Situation held = position.situation(rules);
        effects.span(sinceNs, timeNs, held);
        if (position.stopSinceNs != Position.NEVER && outweighs(held, timeNs - sinceNs, position)) {
            position.stopMain = held;
            position.stopMainNs = timeNs - sinceNs;
        }
    }

    /** A stop is charged to what has a reason, and of several to the longest. */
    private static boolean outweighs(final Situation held, final long durationNs, final Position position) {
        final Situation main = position.stopMain;
        if (main == null) {
            return true;
        }
        final boolean hasReason = !held.content().reason().isEmpty();
        final boolean mainHasReason = !main.content().reason().isEmpty();
        return hasReason == mainHasReason ? durationNs > position.stopMainNs : hasReason;
    }

    private static void endStop(final Position position, final long timeNs, final Effects effects) {
        if (position.stopMain != null) {
            effects.stop(position.stopSinceNs, timeNs, position.stopMain);
        }
        position.stopSinceNs = Position.NEVER;
        position.stopMain = null;
        position.stopMainNs = 0;
    }

    private static void context(
            final Position position, final Entry.Context context, final Rules rules, final Effects effects) {
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
            case STARTED, RESUMED -> start(position, target, context.timeNs(), rules, effects);
            case PAUSED -> stop(position, target, context.timeNs(), rules, effects);
            case COMPLETED -> {
                stop(position, target, context.timeNs(), rules, effects);
                if (position.open.remove(target)) {
                    effects.completed(target, context.timeNs());
                }
            }
        }
    }

    /** A machine runs one operation at a time: starting another without pausing the first completes it. */
    private static void start(
            final Position position,
            final OperationKey operation,
            final long timeNs,
            final Rules rules,
            final Effects effects) {
        final OperationKey running = position.running;
        if (operation.equals(running)) {
            return;
        }
        endSpan(position, timeNs, rules, effects);
        if (running != null && position.open.remove(running)) {
            effects.completed(running, timeNs);
        }
        if (running != null) {
            position.before = running;
            position.beforeUntilNs = timeNs;
        }
        position.running = operation;
        position.runningSinceNs = timeNs;
        if (!position.open.contains(operation)) {
            position.open.add(operation);
        }
    }

    private static void stop(
            final Position position,
            final OperationKey operation,
            final long timeNs,
            final Rules rules,
            final Effects effects) {
        if (operation.equals(position.running)) {
            endSpan(position, timeNs, rules, effects);
            position.before = operation;
            position.beforeUntilNs = timeNs;
            position.running = null;
            position.runningSinceNs = timeNs;
        }
    }
}
