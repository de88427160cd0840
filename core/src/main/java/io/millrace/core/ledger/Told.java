package io.millrace.core.ledger;

import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one ledger has told the ERP.
 *
 * @param number of the last confirmation, 0 before the first
 * @param standing the latest confirmations that still stand, oldest first, at most {@value #KEPT}: those a reversal can take back
 */
public record Told(Quantities quantities, int number, List<Standing> standing) {
    public static final Told NOTHING = new Told(Quantities.ZERO, 0, List.of());
    /** More is not kept: a shrinkage beyond these is told as a difference. */
    static final int KEPT = 32;

    /** A confirmation that has not been reversed. */
    public record Standing(UUID id, Quantities quantity) {}

    public Told {
        standing = List.copyOf(standing);
    }

    Told plus(final UUID id, final Quantities quantity) {
        final List<Standing> kept = new ArrayList<>(standing);
        kept.add(new Standing(id, quantity));
        if (kept.size() > KEPT) {
            kept.remove(0);
        }
        return new Told(quantities.plus(quantity), number + 1, kept);
    }

    Told withoutLast() {
        final Standing last = last();
        return new Told(quantities.minus(last.quantity()), number + 1, standing.subList(0, standing.size() - 1));
    }

    Standing last() {
        return standing.get(standing.size() - 1);
    }
}
