package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.machine.Arrival.Identities;
import io.millrace.core.plant.Quantities;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever happens to the events on their way, the account ends with what is true, and has told it. */
class ConservationPropertyTest {
    private static final int ANY = Integer.MAX_VALUE;

    @Property(tries = 3_000)
    void shouldAddUpToWhatWasMadeWhenEventsComeInOrder(@ForAll final long seed) {
        final SeededHistory history = new SeededHistory(seed);
        check(history, Arrival.inOrder(history), Arrival.inOrder(history).applyTo(history, seed, 0));
    }

    @Property(tries = 4_000)
    void shouldAddUpWhenEventsAreLateRepeatedResentAndTheAccountRestarted(@ForAll final long seed) {
        final SeededHistory history = new SeededHistory(seed);
        final Arrival arrival = Arrival.disturbed(history, seed, 2 + (int) Math.floorMod(seed, 60L), Identities.BOTH);
        check(history, arrival, arrival.applyTo(history, seed, 20));
    }

    @Property(tries = 3_000)
    void shouldEndInTheSameStateInAnyOrder(@ForAll final long seed) {
        final SeededHistory history = new SeededHistory(seed);
        final Said ordered = Arrival.inOrder(history).applyTo(history, seed, 0);
        final Said any = Arrival.disturbed(history, seed, history.events.size(), Identities.BOTH)
                .applyTo(history, seed, 10);
        assertThat(any.posted()).isEqualTo(ordered.posted());
        assertThat(any.standingIntervals()).isEqualTo(ordered.standingIntervals());
        assertThat(any.balance.unattributed()).isEqualTo(ordered.balance.unattributed());
        assertThat(any.balance.quarantinedMilli()).isEqualTo(ordered.balance.quarantinedMilli());
    }

    @Property(tries = 500)
    void shouldSayTheSameToTheByteAfterRestartsAnywhere(@ForAll final long seed) {
        final SeededHistory history = new SeededHistory(seed);
        final Arrival arrival = Arrival.disturbed(history, seed, 12, Identities.BOTH);
        assertThat(arrival.applyTo(history, seed, 1).confirmations)
                .isEqualTo(arrival.applyTo(history, seed, 0).confirmations);
    }

    @Test
    void shouldFailWithoutTheTransportIdentity() {
        assertThatThrownBy(() -> checkMany(Identities.NO_TRANSPORT)).isInstanceOf(AssertionError.class);
    }

    @Test
    void shouldFailWithoutTheBusinessIdentity() {
        assertThatThrownBy(() -> checkMany(Identities.NO_BUSINESS)).isInstanceOf(AssertionError.class);
    }

    private static void checkMany(final Identities identities) {
        LongStream.range(0, 20).forEach(seed -> {
            final SeededHistory history = new SeededHistory(seed);
            final Arrival arrival = Arrival.disturbed(history, seed, 12, identities);
            check(history, arrival, arrival.applyTo(history, seed, 20));
        });
    }

    private static void check(final SeededHistory history, final Arrival arrival, final Said said) {
        final Outputs.Balance balance = said.balance;
        assertThat(said.posted()).as("posted per operation").isEqualTo(history.truth);
        assertThat(balance.pending()).as("pending").isEqualTo(Quantities.ZERO);
        assertThat(balance.attributed()).as("attributed = told").isEqualTo(balance.told());
        assertThat(balance.attributed().totalMilli() + balance.unattributed().totalMilli() + balance.quarantinedMilli())
                .as("attributed + unattributed + quarantined = made")
                .isEqualTo(history.madeMilli);
        assertThat(balance.unattributed().totalMilli()).as("unattributed").isEqualTo(history.unattributedMilli);
        assertThat(balance.repeated()).as("repeats dropped").isEqualTo(arrival.repeated);
        assertThat(balance.resent()).as("resends dropped").isEqualTo(arrival.resent);
    }
}
