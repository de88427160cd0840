package io.millrace.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is told always ends at what is true, number by number. */
class SettlementPolicyTest {
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");

    private Told told = Told.NOTHING;

    @Test
    void shouldSayNothingWhenAllIsTold() {
        settle(5, 1, CorrectionPolicy.REVERSAL);
        assertThat(settle(5, 1, CorrectionPolicy.REVERSAL)).isEmpty();
        assertThat(settle(5, 1, CorrectionPolicy.DELTA)).isEmpty();
    }

    @Test
    void shouldTellTheDifferenceAsAPartialConfirmation() {
        settle(5, 0, CorrectionPolicy.REVERSAL);
        final Confirmation second = only(settle(7, 1, CorrectionPolicy.REVERSAL));
        assertThat(second.kind()).isEqualTo(Kind.PARTIAL);
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.quantity()).isEqualTo(quantities(2, 1));
        assertThat(second.toldAfter()).isEqualTo(quantities(7, 1));
        assertThat(second.reverses()).isNull();
    }

    @Test
    void shouldTellACorrectionOnceTheOperationIsCompleted() {
        settle(5, 0, CorrectionPolicy.REVERSAL);
        final List<Confirmation> late = settle(6, 0, occasion(CorrectionPolicy.REVERSAL, true));
        assertThat(only(late).kind()).isEqualTo(Kind.CORRECTION);
    }

    @Test
    void shouldReverseTheLatestAndPostTheRestAnewWhenLessIsTrue() {
        final Confirmation first = only(settle(5, 0, CorrectionPolicy.REVERSAL));
        final Confirmation second = only(settle(9, 0, CorrectionPolicy.REVERSAL));
        final List<Confirmation> said = settle(7, 0, CorrectionPolicy.REVERSAL);

        assertThat(said).extracting(Confirmation::kind).containsExactly(Kind.REVERSAL, Kind.PARTIAL);
        assertThat(said.get(0).reverses()).isEqualTo(second.id());
        assertThat(said.get(0).quantity()).isEqualTo(quantities(-4, 0));
        assertThat(said.get(0).toldAfter()).isEqualTo(quantities(5, 0));
        assertThat(said.get(1).quantity()).isEqualTo(quantities(2, 0));
        assertThat(said).extracting(Confirmation::number).containsExactly(3, 4);
        assertThat(told.standing())
                .extracting(Told.Standing::id)
                .containsExactly(first.id(), said.get(1).id());
    }

    @Test
    void shouldReverseAsManyAsItTakes() {
        final Confirmation first = only(settle(5, 0, CorrectionPolicy.REVERSAL));
        final Confirmation second = only(settle(9, 0, CorrectionPolicy.REVERSAL));
        final List<Confirmation> said = settle(3, 0, CorrectionPolicy.REVERSAL);
        assertThat(said).extracting(Confirmation::kind).containsExactly(Kind.REVERSAL, Kind.REVERSAL, Kind.PARTIAL);
        assertThat(said).extracting(Confirmation::reverses).startsWith(second.id(), first.id());
    }

    @Test
    void shouldReverseWhenOnlyOneOfTheQuantitiesShrank() {
        settle(5, 0, CorrectionPolicy.REVERSAL);
        final List<Confirmation> said = settle(4, 1, CorrectionPolicy.REVERSAL);
        assertThat(said).extracting(Confirmation::kind).containsExactly(Kind.REVERSAL, Kind.PARTIAL);
        assertThat(said.get(1).quantity()).isEqualTo(quantities(4, 1));
    }

    @Test
    void shouldPostTheNegativeDifferenceByThatPolicy() {
        settle(5, 0, CorrectionPolicy.DELTA);
        final Confirmation less = only(settle(3, 1, CorrectionPolicy.DELTA));
        assertThat(less.kind()).isEqualTo(Kind.CORRECTION);
        assertThat(less.quantity()).isEqualTo(quantities(-2, 1));
        assertThat(less.toldAfter()).isEqualTo(quantities(3, 1));
    }

    @Test
    void shouldPostADifferenceWhenNothingIsLeftToReverse() {
        final int confirmations = Told.KEPT + 8;
        for (int i = 1; i <= confirmations; i++) {
            settle(i, 0, CorrectionPolicy.REVERSAL);
        }
        assertThat(told.standing()).hasSize(Told.KEPT);
        final List<Confirmation> said = settle(2, 0, CorrectionPolicy.REVERSAL);
        assertThat(said.subList(0, Told.KEPT)).allMatch(each -> each.kind() == Kind.REVERSAL);
        assertThat(said).hasSize(Told.KEPT + 1);
        final Confirmation rest = said.get(Told.KEPT);
        assertThat(rest.kind()).isEqualTo(Kind.CORRECTION);
        assertThat(rest.quantity()).isEqualTo(quantities(-6, 0));
        assertThat(told.quantities()).isEqualTo(quantities(2, 0));
    }

    /** One change of what is true: how much, by which policy, before or after completion. */
    record Step(Quantities truth, CorrectionPolicy policy, boolean completed) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        final Arbitrary<Long> amounts = Arbitraries.longs().between(0, 50_000);
        final Arbitrary<Quantities> truths =
                Combinators.combine(amounts, amounts, amounts).as(Quantities::new);
        return Combinators.combine(truths, Arbitraries.of(CorrectionPolicy.class), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(90)
                .withoutEdgeCases();
    }

    @Property(tries = 1_000)
    void shouldEndAtWhatIsTrueWhateverHappened(@ForAll("histories") final List<Step> history) {
        told = Told.NOTHING;
        final Map<UUID, Confirmation> standing = new HashMap<>();
        final List<Confirmation> all = new ArrayList<>();
        Quantities posted = Quantities.ZERO;
        for (final Step step : history) {
            final Settlement settlement = SettlementPolicy.settle(
                    told, step.truth(), Activity.NONE, occasion(step.policy(), step.completed()));
            told = settlement.told();
            for (final Confirmation said : settlement.confirmations()) {
                posted = posted.plus(said.quantity());
                assertThat(said.toldAfter()).isEqualTo(posted);
                if (said.kind() == Kind.REVERSAL) {
                    final Confirmation taken = standing.remove(said.reverses());
                    assertThat(taken).as("reversed once, and only what stands").isNotNull();
                    assertThat(said.quantity()).isEqualTo(taken.quantity().negated());
                } else {
                    standing.put(said.id(), said);
                }
                all.add(said);
            }
            assertThat(posted).isEqualTo(step.truth()).isEqualTo(told.quantities());
        }
        assertThat(all).extracting(Confirmation::id).doesNotHaveDuplicates();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).number()).isEqualTo(i + 1);
        }
    }

    private List<Confirmation> settle(final long good, final long scrap, final CorrectionPolicy policy) {
        return settle(good, scrap, occasion(policy, false));
    }

    private List<Confirmation> settle(final long good, final long scrap, final Occasion occasion) {
        final Settlement settlement = SettlementPolicy.settle(told, quantities(good, scrap), Activity.NONE, occasion);
        told = settlement.told();
        return settlement.confirmations();
    }

    private static Confirmation only(final List<Confirmation> confirmations) {
        assertThat(confirmations).hasSize(1);
        return confirmations.get(0);
    }

    private static Quantities quantities(final long good, final long scrap) {
        return new Quantities(good * 1_000, scrap * 1_000, 0);
    }

    private static Occasion occasion(final CorrectionPolicy policy, final boolean completed) {
        return new Occasion(
                OPERATION,
                "acme/berlin/press/line1/press1",
                "FG",
                "PCE",
                List.of(),
                Map.of(),
                0,
                policy,
                true,
                completed,
                Confirmation.Trigger.QUANTITY,
                1,
                2,
                2,
                3,
                "");
    }
}
