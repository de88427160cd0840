package io.millrace.core.aggregate;

import io.millrace.core.machine.MachineAccount;
import java.util.List;
import java.util.TreeSet;

/**
 * Figures of one scope and period, as they are and as they were last said. Immutable.
 *
 * @param revision how often they were said
 * @param asOfNs how far time had come when they were last said
 * @param isFinal they were last said as final
 */
public record Cell(CellId id, Aggregate now, Aggregate said, long revision, long asOfNs, boolean isFinal) {
    static Cell of(final CellId id) {
        return new Cell(id, Aggregate.ZERO, Aggregate.ZERO, 0, 0, false);
    }

    Cell with(final CellId newId, final Aggregate aggregate) {
        return new Cell(newId, aggregate, said, revision, asOfNs, isFinal);
    }

    /** A total is provisional again when it goes on. */
    boolean isFinalAt(final long newestNs) {
        return newestNs - MachineAccount.HORIZON_NS >= id.period().toNs();
    }

    /**
     * Says what is new since it was last said, if anything is.
     *
     * @param newestNs how far time has come
     * @return what was said stands in it
     */
    Cell say(final long newestNs, final FigureOutputs out) {
        final boolean finalNow = isFinalAt(newestNs);
        final boolean same = now.equals(said) && finalNow == isFinal;
        if (same || revision == 0 && now.isZero()) {
            return this;
        }
        final Figure.State state = finalNow ? Figure.State.FINAL : Figure.State.PROVISIONAL;
        final boolean isRestated =
                revision > 0 && asOfNs >= id.period().toNs() && !now.sums().equals(said.sums());
        out.figure(new Figure(
                id,
                now.sums(),
                List.copyOf(now.profileNs().keySet()),
                state,
                revision + 1,
                newestNs,
                isRestated ? said.sums() : null));
        final TreeSet<Reason> reasons = new TreeSet<>(now.downtime().keySet());
        reasons.addAll(said.downtime().keySet());
        for (final Reason reason : reasons) {
            final Stood stood = now.stood(reason);
            if (finalNow != isFinal || !stood.equals(said.stood(reason))) {
                out.downtime(new Downtime(id, reason, stood, state, revision + 1, newestNs));
            }
        }
        return new Cell(id, now, now, revision + 1, newestNs, finalNow);
    }
}
