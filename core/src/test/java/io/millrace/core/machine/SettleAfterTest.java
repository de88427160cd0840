package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

/** Units of the running operation wait until an order start can hardly come any more; what was told waits for nothing. */
class SettleAfterTest {
    private static final int SETTLE_AFTER = 120;

    private final Press press =
            Press.counting(SETTLE_AFTER).define(Press.A, 5, 0).start(0, Press.A).good(0.5, 0);

    @Test
    void shouldNotTellYoungUnits() {
        press.good(10, 5).tick(60).tick(129);
        assertThat(press.said.confirmations).isEmpty();
    }

    @Test
    void shouldTellUnitsOnceTheyAreOldEnough() {
        press.good(10, 5).tick(130);
        assertTold(5);
    }

    @Test
    void shouldTellTheOldAndKeepTheYoung() {
        press.good(10, 5).good(100, 10).tick(131);
        assertTold(5);
        press.tick(221);
        assertTold(5, 5);
    }

    @Test
    void shouldTellWhatIsPendingWhenItsIntervalHasPassed() {
        final Press timed = Press.counting(SETTLE_AFTER)
                .define(Press.A, 0, 300)
                .start(0, Press.A)
                .good(0.5, 0);
        timed.good(10, 2).tick(200);
        assertThat(timed.said.confirmations).isEmpty();
        timed.good(309, 3).tick(311);
        assertThat(timed.said.confirmations).extracting(Confirmation::quantity).containsExactly(good(2));
        assertThat(timed.said.confirmations.get(0).trigger()).isEqualTo(Confirmation.Trigger.INTERVAL);
    }

    @Test
    void shouldTellEverythingAtCompletion() {
        press.good(10, 3).complete(11, Press.A);
        assertTold(3);
        assertThat(press.said.confirmations.get(0).trigger()).isEqualTo(Confirmation.Trigger.COMPLETION);
    }

    @Test
    void shouldTellEverythingOfTheOrderThatAnotherOneReplaces() {
        press.good(10, 3).start(11, Press.B);
        assertTold(3);
    }

    @Test
    void shouldTellEverythingWhenAsked() {
        press.good(10, 3).request(11);
        assertTold(3);
        assertThat(press.said.balance.pending()).isEqualTo(Quantities.ZERO);
    }

    @Test
    void shouldTellAtOnceWhereNothingIsTooYoung() {
        final Press eager =
                Press.counting(0).define(Press.A, 5, 0).start(0, Press.A).good(0.5, 0);
        eager.good(10, 4);
        assertThat(eager.said.confirmations).isEmpty();
        eager.good(11, 5);
        assertThat(eager.said.confirmations).extracting(Confirmation::quantity).containsExactly(good(5));
    }

    /** Otherwise a fast machine, whose young units alone are as many, says a little at every tick. */
    @Test
    void shouldWaitUntilTheQuantityAskedForIsOldEnough() {
        press.good(10, 3).good(100, 8).tick(131);
        assertThat(press.said.confirmations).isEmpty();
        press.tick(221);
        assertTold(8);
    }

    @Test
    void shouldNotTakeBackYoungUnitsThatWereToldWhenAsked() {
        press.good(10, 6).request(11).good(20, 12).tick(30);
        assertThat(press.said.confirmations).extracting(Confirmation::kind).doesNotContain(Kind.REVERSAL);
        assertTold(6);
    }

    @Test
    void shouldNotTakeBackYoungUnitsThatWereToldAtAPause() {
        press.good(10, 6)
                .context(11, Transition.PAUSED, Press.A, 0, false)
                .context(15, Transition.RESUMED, Press.A, 0, false)
                .good(20, 12)
                .tick(30);
        assertThat(press.said.confirmations).extracting(Confirmation::kind).doesNotContain(Kind.REVERSAL);
        assertTold(6);
    }

    private void assertTold(final long... units) {
        assertThat(press.said.confirmations).extracting(Confirmation::quantity).hasSize(units.length);
        for (int i = 0; i < units.length; i++) {
            assertThat(press.said.confirmations.get(i).quantity()).isEqualTo(good(units[i]));
        }
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
