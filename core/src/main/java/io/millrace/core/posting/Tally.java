package io.millrace.core.posting;

import io.millrace.core.plant.Quantities;

/** How many confirmations, and what they say together. */
public record Tally(long count, Quantities quantity) {
    public static final Tally NONE = new Tally(0, Quantities.ZERO);

    static Tally one(final Quantities quantity) {
        return new Tally(1, quantity);
    }

    Tally plus(final Tally other) {
        return new Tally(Math.addExact(count, other.count), quantity.plus(other.quantity));
    }

    Tally minus(final Tally other) {
        return new Tally(Math.subtractExact(count, other.count), quantity.minus(other.quantity));
    }
}
