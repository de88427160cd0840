package io.millrace.core.aggregate;

import java.util.function.ToLongFunction;

/** The figures of lines, areas, sites, operations and orders: the sums of their parts' latest. Pure beside its ports; stateless. */
public final class ScopeFigures {
    private final ScopeBook book;

    public ScopeFigures(final ScopeBook book) {
        this.book = book;
    }

    /**
     * Puts a contribution in the place of the same part's earlier one. The figures of a place are said and passed on to the next whole
     * once in a while, as a machine's are: what a hundred machines add within half a minute is said once. Those of an operation or an
     * order are said at once: it may be the last that is heard of it.
     *
     * @param timestampMs of the contribution's record
     */
    public void apply(final Contribution contribution, final long timestampMs, final FigureOutputs out) {
        final Scope scope = contribution.scope();
        if (!scope.isPlace()) {
            final Cell cell = put(contribution);
            say(cell, Math.max(cell.asOfNs(), contribution.asOfNs()), out);
            return;
        }
        final Progress progress = book.progress(scope);
        if (progress.hear(timestampMs)) {
            for (final CellId id : progress.unsaid.values()) {
                final Cell unsaid = book.cell(id);
                if (unsaid != null) {
                    say(unsaid, progress.newestNs, out);
                }
            }
            progress.unsaid.clear();
        }
        progress.newestNs = Math.max(progress.newestNs, contribution.asOfNs());
        final CellId id = put(contribution).id();
        progress.unsaid.put(id.name(), id);
        book.put(scope, progress);
    }

    private Cell put(final Contribution contribution) {
        final CellId named = new CellId(contribution.scope(), contribution.period(), null);
        final Cell stored = book.cell(named);
        final Cell before = stored == null ? Cell.of(named) : stored;
        final Aggregate earlier = book.part(named, contribution.part());
        book.put(named, contribution.part(), contribution.aggregate());

        final ToLongFunction<Reason> longest = reason -> book.parts(named).stream()
                .mapToLong(part -> part.stood(reason).longestNs())
                .max()
                .orElse(0);
        final Aggregate taken = earlier == null ? Aggregate.ZERO : earlier;
        final Aggregate now = before.now().moved(taken, contribution.aggregate(), longest);
        final Period period = contribution.period().spanning(before.id().period());
        final Cell after = before.with(before.id().spanning(period), now);
        book.put(after);
        return after;
    }

    private void say(final Cell unsaid, final long newestNs, final FigureOutputs out) {
        final Cell said = unsaid.say(newestNs, out);
        if (said.revision() == unsaid.revision()) {
            return;
        }
        book.put(said);
        final Scope scope = said.id().scope();
        final Scope parent = scope.parent();
        if (parent != null) {
            out.contribution(new Contribution(parent, said.id().period(), scope.path(), said.now(), newestNs));
        }
    }
}
