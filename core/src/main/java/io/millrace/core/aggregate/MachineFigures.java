package io.millrace.core.aggregate;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one machine by hour, shift and day. Each statement of the machine's account replaces what it stated before; the figures
 * it touches change by the difference. Time comes only from what is stated. Pure beside its ports; not thread-safe.
 */
public final class MachineFigures {
    /** Figures, and what they are made of, are kept so long after they ended: nothing that is older can be restated. */
    public static final long KEPT_NS = 2 * MachineAccount.HORIZON_NS;

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final String machine;
    private final Progress progress;
    private final MachineBook book;
    private final LocalPeriods periods = new LocalPeriods();
    private final CellIds ids;
    private final Ending ending = new Ending();

    public MachineFigures(final String machine, final Progress progress, final MachineBook book) {
        this.machine = machine;
        this.progress = progress;
        this.book = book;
        ids = new CellIds(machine);
    }

    /**
     * To be called before each statement is applied: says the figures if it is time to. All statements that one event caused have the
     * same timestamp; nothing is said between them, and their order does not matter.
     *
     * @param timestampMs of the statement's record
     */
    public void hear(final long timestampMs, final FigureOutputs out) {
        if (progress.hear(timestampMs)) {
            say(out);
        }
    }

    private static long timeOf(final StateInterval interval) {
        return interval.withdrawn() ? interval.fromNs() : interval.toNs();
    }

    private static long timeOf(final Stop stop) {
        return stop.withdrawn() ? stop.fromNs() : stop.toNs();
    }

    private static long timeOf(final Counted counted) {
        return Math.max(counted.fromNs(), counted.asOfNs());
    }

    /** @return false if it is about time whose figures are not kept any more: nothing is changed */
    public boolean tryApply(final StateInterval interval) {
        final StateInterval before = book.interval(interval.fromNs());
        if (isForgotten(interval.toNs())) {
            return false;
        } else if (before != null && before.revision() > interval.revision()) {
            return true;
        }
        final Standing stop = stopWith(interval.fromNs());
        final Moves moves = new Moves(periods, ids);
        moves.take(before, stop);
        moves.take(stop);
        book.put(interval);
        moves.put(interval, stop);
        if (stop != null) {
            final long wasNs = before == null ? 0 : Moves.downNs(before, stop.stop());
            moves.put(changed(stop, Moves.downNs(interval, stop.stop()) - wasNs));
        }
        settle(moves, timeOf(interval));
        return true;
    }

    /** @return false if it is about time whose figures are not kept any more: nothing is changed */
    public boolean tryApply(final Stop stop) {
        final Standing stored = book.stop(stop.fromNs());
        if (isForgotten(stop.toNs())) {
            return false;
        } else if (stored != null && stored.stop().revision() > stop.revision()) {
            return true;
        }
        final Standing before = stored == null || stored.stop().withdrawn() ? null : stored;
        final Standing earlier = book.lastStop(stop.fromNs() - 1);
        final Moves moves = new Moves(periods, ids);
        moves.take(before);
        moves.take(earlier);
        long ownNs = 0;
        long earlierNs = 0;
        final Standing stating = new Standing(stop, 0);
        final List<StateInterval> touched = between(stop, before, earlier);
        final List<@Nullable Standing> owners = new ArrayList<>(touched.size());
        for (final StateInterval interval : touched) {
            final Standing was = before != null ? holding(before, interval) : holding(earlier, interval);
            final Standing is = stop.withdrawn() ? holding(earlier, interval) : holding(stating, interval);
            moves.take(interval, was);
            owners.add(is);
            ownNs += is == stating ? Moves.downNs(interval, stop) : 0;
            earlierNs += earlier != null && is == earlier ? Moves.downNs(interval, earlier.stop()) : 0;
            earlierNs -= earlier != null && was == earlier ? Moves.downNs(interval, earlier.stop()) : 0;
        }
        for (int i = 0; i < touched.size(); i++) {
            moves.put(touched.get(i), owners.get(i));
        }
        final Standing standing = new Standing(stop, ownNs);
        book.put(standing);
        moves.put(standing);
        if (earlier != null) {
            moves.put(changed(earlier, earlierNs));
        }
        settle(moves, timeOf(stop));
        return true;
    }

    /** @return false if it is about time whose figures are not kept any more: nothing is changed */
    public boolean tryApply(final Counted counted) {
        if (isForgotten(counted.fromNs())) {
            return false;
        }
        final Counted before = book.counted(counted.fromNs(), counted.operation());
        final Counted sum = before == null
                ? counted
                : new Counted(
                        machine,
                        counted.operation(),
                        counted.fromNs(),
                        before.quantities().plus(counted.quantities()),
                        counted.runtimePerUnitNs(),
                        counted.planned(),
                        counted.asOfNs());
        final Moves moves = new Moves(periods, ids);
        moves.take(before);
        book.put(sum);
        moves.put(sum);
        settle(moves, timeOf(counted));
        return true;
    }

    private boolean isForgotten(final long endNs) {
        return progress.newestNs != Progress.NEVER && endNs < progress.newestNs - KEPT_NS;
    }

    /** The intervals that belong to the stop, or did, or may go to the one before it. */
    private List<StateInterval> between(
            final Stop stop, final @Nullable Standing before, final @Nullable Standing earlier) {
        long toNs = stop.toNs();
        toNs = before == null ? toNs : Math.max(toNs, before.stop().toNs());
        toNs = earlier == null ? toNs : Math.max(toNs, earlier.stop().toNs());
        for (final Standing next : book.stops(stop.fromNs() + 1, toNs)) {
            if (!next.stop().withdrawn()) {
                toNs = next.stop().fromNs();
                break;
            }
        }
        return book.intervals(stop.fromNs(), toNs);
    }

    /** @return the stop that an interval which begins at the time is a part of */
    private @Nullable Standing stopWith(final long fromNs) {
        final Standing last = book.lastStop(fromNs);
        return last != null && fromNs < last.stop().toNs() ? last : null;
    }

    private static @Nullable Standing holding(final @Nullable Standing stop, final StateInterval interval) {
        return stop != null && interval.fromNs() < stop.stop().toNs() ? stop : null;
    }

    private Standing changed(final Standing stop, final long byNs) {
        final Standing changed = new Standing(stop.stop(), stop.downNs() + byNs);
        if (byNs != 0) {
            book.put(changed);
        }
        return changed;
    }

    private void settle(final Moves moves, final long timeNs) {
        progress.newestNs = Math.max(progress.newestNs, timeNs);
        for (final Moves.Move move : moves.all()) {
            if (move.taken.equals(move.put) || isForgotten(move.id.period().toNs())) {
                continue;
            }
            final Cell stored = book.cell(move.id);
            final Cell cell = stored == null ? Cell.of(move.id) : stored;
            final Aggregate now = cell.now().moved(move.taken, move.put, reason -> longest(move.id, reason));
            book.put(cell.with(move.id, now));
            ending.changed(move.id);
            progress.unsaid.put(move.id.name(), move.id);
        }
    }

    private long longest(final CellId id, final Reason reason) {
        return book.stops(id.period().fromNs(), id.period().toNs()).stream()
                .filter(standing -> Moves.counts(id, standing.stop()))
                .filter(standing -> Moves.reasonOf(standing.stop()).equals(reason))
                .mapToLong(Standing::downNs)
                .max()
                .orElse(0);
    }

    private void say(final FigureOutputs out) {
        final boolean isNewHour = Math.floorDiv(progress.newestNs, HOUR_NS) != Math.floorDiv(progress.sweptNs, HOUR_NS);
        if (isNewHour) {
            findFinished();
        }
        progress.unsaid.values().forEach(id -> say(id, out));
        progress.unsaid.clear();
        if (isNewHour) {
            book.forgetBefore(progress.newestNs - KEPT_NS);
            progress.sweptNs = progress.newestNs;
        }
    }

    private void say(final CellId id, final FigureOutputs out) {
        final Cell before = book.cell(id);
        final Cell after = before == null ? null : before.say(progress.newestNs, out);
        if (after != null && after.revision() != before.revision()) {
            book.put(after);
            passOn(after, out);
        }
    }

    /** Once an hour: periods that have become final, though nothing in them changed. */
    private void findFinished() {
        if (progress.sweptNs == Progress.NEVER) {
            return;
        }
        final long fromNs = progress.sweptNs - MachineAccount.HORIZON_NS;
        for (final CellId id : ending.take(fromNs, progress.newestNs - MachineAccount.HORIZON_NS, book)) {
            final Cell cell = book.cell(id);
            if (cell != null && !cell.isFinal()) {
                progress.unsaid.put(id.name(), id);
            }
        }
    }

    private void passOn(final Cell cell, final FigureOutputs out) {
        final Scope scope = cell.id().scope();
        final Period period = cell.id().period();
        final OperationKey operation = cell.id().operation();
        if (operation == null) {
            final Scope parent = scope.parent();
            if (parent != null) {
                out.contribution(new Contribution(parent, period, machine, cell.now(), progress.newestNs));
            }
        } else if (period.kind() == Period.Kind.DAY) {
            out.contribution(new Contribution(
                    Scope.operation(operation),
                    Period.total(period),
                    machine + "|" + period.text(),
                    cell.now(),
                    progress.newestNs));
        }
    }
}
