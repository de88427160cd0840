package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.Authority;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.figures.Profile;
import io.millrace.core.machine.Histories;
import io.millrace.core.machine.History;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import org.jspecify.annotations.Nullable;

/**
 * A timeline to which a test says one thing after the other, in whole units and seconds, with the sum of all it has changed. It is
 * written and read again after each.
 */
final class Line {
    static final long SECOND_NS = 1_000_000_000L;
    static final long START_NS = 1_790_000_000L * SECOND_NS;
    static final long MODULUS = 100;
    static final OperationKey A = new OperationKey("1001", "0010");
    static final OperationKey B = new OperationKey("1002", "0010");

    static final CountingRules RULES =
            new CountingRules(Authority.COUNTER, 0, 0, 0, 0, 60 * SECOND_NS, false, Profile.DEFAULT);
    static final CountingRules WRAPPING = new CountingRules(
            Authority.COUNTER,
            MODULUS * 1_000,
            40_000,
            MODULUS * 1_000,
            40_000,
            60 * SECOND_NS,
            false,
            Profile.DEFAULT);
    static final CountingRules REPORTED =
            new CountingRules(Authority.REPORT, 0, 0, 0, 0, 60 * SECOND_NS, false, Profile.DEFAULT);

    /** Counters do not wrap, and what is held counts as production. */
    static final CountingRules HELD_PRODUCES = new CountingRules(
            Authority.COUNTER,
            0,
            0,
            0,
            0,
            10 * SECOND_NS,
            false,
            Profile.parse("held", "base packml\nstate HELD production"));

    final Totals totals = new Totals();
    final History history = Histories.inMemory();
    final Changes changes = new Changes();

    private CountingRules rules;
    private Timeline timeline = new Timeline();
    private long identities;

    Line(final CountingRules rules) {
        this.rules = rules;
    }

    static long at(final double second) {
        return START_NS + Math.round(second * SECOND_NS);
    }

    boolean insert(final Entry entry) {
        final boolean isNew = timeline.insert(entry, rules, history, changes);
        totals.add(changes);
        final BinaryWriter out = new BinaryWriter();
        TimelineCodec.write(timeline, out);
        timeline = TimelineCodec.read(new BinaryReader(out.toBytes()));
        return isNew;
    }

    /** From now on other rules hold, and for all that was before. */
    Line refold(final CountingRules after) {
        timeline.refold(rules, after, history, changes);
        totals.add(changes);
        rules = after;
        return this;
    }

    Line good(final double second, final long units) {
        return reading(second, Measure.GOOD, units, false);
    }

    Line reading(final double second, final Measure measure, final long units, final boolean reset) {
        insert(new Entry.Reading(at(second), identity(), measure, reset, units * 1_000));
        return this;
    }

    Line report(final double second, final Measure measure, final long units, final @Nullable OperationKey of) {
        insert(new Entry.Report(at(second), identity(), measure, units * 1_000, of, ""));
        return this;
    }

    Line scrapped(final double second, final long units, final @Nullable OperationKey of) {
        insert(new Entry.ScrapMove(at(second), identity(), units * 1_000, of, ""));
        return this;
    }

    Line state(final double second, final MachineState state, final String reason) {
        insert(new Entry.State(at(second), identity(), state, Mode.PRODUCTION, state.name(), reason));
        return this;
    }

    Line reason(final double second, final String reason) {
        insert(new Entry.Reason(at(second), identity(), reason));
        return this;
    }

    Line start(final double second, final OperationKey operation) {
        return context(second, Transition.STARTED, operation, 0, false);
    }

    Line complete(final double second, final @Nullable OperationKey operation) {
        return context(second, Transition.COMPLETED, operation, 0, false);
    }

    Line context(
            final double second,
            final Transition transition,
            final @Nullable OperationKey operation,
            final int revision,
            final boolean cancelled) {
        insert(new Entry.Context(at(second), identity(), transition, cancelled, revision, operation));
        return this;
    }

    Position now() {
        return timeline.now();
    }

    Timeline timeline() {
        return timeline;
    }

    /** Good units of an operation; null for those of none. */
    long goodOf(final @Nullable OperationKey operation) {
        return of(operation).goodMilli() / 1_000;
    }

    Quantities of(final @Nullable OperationKey operation) {
        return operation == null ? totals.unattributed : totals.units.getOrDefault(operation, Quantities.ZERO);
    }

    private long identity() {
        return ++identities;
    }
}
