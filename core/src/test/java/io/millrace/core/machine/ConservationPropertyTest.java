package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.calendar.Shift;
import io.millrace.core.machine.Arrival.Identities;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Quantities;
import java.util.List;
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
        checkAnyOrder(seed);
    }

    /** In this order the machine has first only times for an operation, no units, and then nothing for an hour. */
    @Test
    void shouldNotForgetTimesWithoutUnits() {
        checkAnyOrder(112_959);
    }

    private static void checkAnyOrder(final long seed) {
        final SeededHistory history = new SeededHistory(seed);
        final Said ordered = Arrival.inOrder(history).applyTo(history, seed, 0);
        final Said any = Arrival.disturbed(history, seed, history.events.size(), Identities.BOTH)
                .applyTo(history, seed, 10);
        assertThat(any.posted()).isEqualTo(ordered.posted());
        assertThat(any.standingIntervals()).isEqualTo(ordered.standingIntervals());
        assertThat(any.standingStops()).isEqualTo(ordered.standingStops());
        assertThat(any.countedByBucket()).isEqualTo(ordered.countedByBucket());
        assertThat(any.postedActivity()).isEqualTo(ordered.postedActivity());
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
        assertThat(said.counted())
                .as("counts = attributed + unattributed")
                .isEqualTo(balance.attributed().plus(balance.unattributed()));
        checkTimes(history, said);
        assertThat(balance.repeated()).as("repeats dropped").isEqualTo(arrival.repeated);
        assertThat(balance.resent()).as("resends dropped").isEqualTo(arrival.resent);
    }

    /** Pieces of time neither overlap nor leave holes, and what was told of times is the time the operations were registered. */
    private static void checkTimes(final SeededHistory history, final Said said) {
        final List<StateInterval> pieces = said.standing();
        long registeredNs = 0;
        for (int i = 0; i < pieces.size(); i++) {
            final StateInterval piece = pieces.get(i);
            assertThat(piece.toNs()).isGreaterThan(piece.fromNs());
            if (i > 0) {
                assertThat(piece.fromNs())
                        .as("no hole, no overlap")
                        .isEqualTo(pieces.get(i - 1).toNs());
            }
            final Shift shift = piece.planned().shift();
            if (shift != null) {
                assertThat(piece.fromNs()).isGreaterThanOrEqualTo(shift.fromNs());
                assertThat(piece.toNs()).isLessThanOrEqualTo(shift.toNs());
            }
            registeredNs += piece.operation() == null ? 0 : piece.toNs() - piece.fromNs();
        }
        Activity truth = Activity.NONE;
        Activity told = Activity.NONE;
        for (final QuantityStatement statement : said.quantities.values()) {
            truth = truth.plus(statement.activity());
            told = told.plus(statement.activity().inSeconds());
        }
        assertThat(truth.setupNs() + truth.machineNs() + truth.interruptedNs())
                .as("times add up to the time registered")
                .isEqualTo(registeredNs);
        assertThat(truth.labourNs()).isEqualTo(history.labourNs);
        assertThat(said.postedActivity()).as("times told").isEqualTo(told);
    }
}
