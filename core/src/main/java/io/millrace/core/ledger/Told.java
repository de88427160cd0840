package io.millrace.core.ledger;

import io.millrace.core.ledger.Confirmation.Backflush;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one ledger has told the ERP.
 *
 * @param activity told with the quantities, whole seconds; none for an operation whose confirmations carry no times
 * @param number of the last confirmation, 0 before the first
 * @param standing the latest confirmations that still stand, oldest first, at most {@value #KEPT}: those a reversal can take back
 */
public record Told(Quantities quantities, Activity activity, int number, List<Standing> standing) {
    public static final Told NOTHING = new Told(Quantities.ZERO, Activity.NONE, 0, List.of());
    /** More is not kept: a shrinkage beyond these is told as a difference. */
    static final int KEPT = 32;

    /**
     * A confirmation that has not been reversed.
     *
     * @param components what it backflushed: taken back, it is taken back from the same lots
     */
    public record Standing(UUID id, Quantities quantity, Activity activity, List<Backflush> components) {
        public Standing {
            components = List.copyOf(components);
        }

        /** The lot of a component, empty if none was known. */
        public String lot(final String material) {
            return components.stream()
                    .filter(one -> one.material().equals(material))
                    .map(Backflush::lot)
                    .findFirst()
                    .orElse("");
        }
    }

    public Told {
        standing = List.copyOf(standing);
    }

    Told plus(final UUID id, final Quantities quantity, final Activity times, final List<Backflush> components) {
        final List<Standing> kept = new ArrayList<>(standing);
        kept.add(new Standing(id, quantity, times, components));
        if (kept.size() > KEPT) {
            kept.remove(0);
        }
        return new Told(quantities.plus(quantity), activity.plus(times), number + 1, kept);
    }

    Told withoutLast() {
        final Standing last = last();
        return new Told(
                quantities.minus(last.quantity()),
                activity.minus(last.activity()),
                number + 1,
                standing.subList(0, standing.size() - 1));
    }

    /** The confirmation with an id, null if it does not stand any more. */
    public @Nullable Standing standing(final UUID id) {
        return standing.stream().filter(one -> one.id().equals(id)).findAny().orElse(null);
    }

    /** As if one of the standing had never been told: the ERP refused it. */
    public Told without(final Standing refused) {
        return new Told(
                quantities.minus(refused.quantity()),
                activity.minus(refused.activity()),
                number,
                standing.stream().filter(one -> !one.equals(refused)).toList());
    }

    Standing last() {
        return standing.get(standing.size() - 1);
    }
}
