package io.millrace.core.aggregate;

import java.util.function.ToLongFunction;

/** The figures of lines, areas, sites, operations and orders: the sums of their parts' latest. Pure beside its ports; stateless. */
public final class ScopeFigures {
    private ScopeFigures() {}

    /** Puts a contribution in the place of the same part's earlier one, says the figures, and passes them on to the next whole. */
    public static void apply(final Contribution contribution, final ScopeBook book, final FigureOutputs out) {
        final CellId named = new CellId(contribution.scope(), contribution.period(), null);
        final Cell stored = book.cell(named);
        final Cell before = stored == null ? Cell.of(named) : stored;
        final Aggregate earlier = book.part(named, contribution.part());
        book.put(named, contribution.part(), contribution.aggregate());

        final Period period = contribution.period().spanning(before.id().period());
        final ToLongFunction<Reason> longest = reason -> book.parts(named).stream()
                .mapToLong(part -> part.stood(reason).longestNs())
                .max()
                .orElse(0);
        final Aggregate now =
                before.now().moved(earlier == null ? Aggregate.ZERO : earlier, contribution.aggregate(), longest);
        final long newestNs = Math.max(before.asOfNs(), contribution.asOfNs());
        final Cell after =
                before.with(new CellId(contribution.scope(), period, null), now).say(newestNs, out);
        book.put(after);
        final Scope parent = contribution.scope().parent();
        if (parent != null && after.revision() != before.revision()) {
            out.contribution(
                    new Contribution(parent, period, contribution.scope().path(), after.now(), newestNs));
        }
    }
}
