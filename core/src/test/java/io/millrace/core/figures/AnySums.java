package io.millrace.core.figures;

import io.millrace.core.plant.Quantities;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Buckets as a plant makes them: nothing negative, zeros often. */
final class AnySums {
    private AnySums() {}

    static Arbitrary<Sums> arbitrary() {
        final Arbitrary<Quantities> quantities =
                Combinators.combine(amount(), amount(), amount()).as(Quantities::new);
        final Arbitrary<Stops> stops = Combinators.combine(amount(), amount(), amount(), amount(), amount())
                .as(Stops::new);
        final Arbitrary<Times> times = Combinators.combine(
                        amount(), amount(), amount(), amount(), amount(), amount(), amount())
                .as(Times::new);
        return Combinators.combine(times, quantities, amount(), amount(), stops).as(Sums::new);
    }

    private static Arbitrary<Long> amount() {
        return Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(0, 3_600_000_000_000L))
                .withoutEdgeCases();
    }
}
