package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

/** The worked example of docs/accounting/timeline.md: a change of order that is told a quarter of an hour late. */
class LateCorrectionTest {
    private static final int MINUTE = 60;

    @Test
    void shouldSayWhatThePageSays() {
        final Press press = Press.counting(0)
                .define(Press.A, 100, 0)
                .define(Press.B, 100, 0)
                .start(0, Press.A);
        press.state(0, MachineState.EXECUTE).good(0, 0).good(10 * MINUTE, 40).good(20 * MINUTE, 80);
        press.good(30 * MINUTE, 120).state(32 * MINUTE, MachineState.HELD).state(34 * MINUTE, MachineState.EXECUTE);
        press.tick(34 * MINUTE);
        assertThat(press.said.confirmations).extracting(Confirmation::quantity).containsExactly(good(120));
        assertThat(press.said.counts).hasSize(3);
        press.said.counts.clear();

        final Fact changeover = new Fact.OrderContext(Transition.STARTED, false, 0, "1002", "0010");
        press.say(20 * MINUTE, 35 * MINUTE, changeover).tick(35 * MINUTE);

        assertThat(press.said.confirmations)
                .extracting(Confirmation::operation, Confirmation::kind, Confirmation::number, Confirmation::quantity)
                .containsExactly(
                        tuple(Press.A, Kind.PARTIAL, 1, good(120)),
                        tuple(Press.A, Kind.REVERSAL, 2, good(-120)),
                        tuple(Press.A, Kind.CORRECTION, 3, good(80)),
                        tuple(Press.B, Kind.PARTIAL, 1, good(40)));
        assertThat(press.said.standing())
                .extracting(StateInterval::fromNs, StateInterval::operation, StateInterval::because)
                .startsWith(
                        tuple(Press.at(0), Press.A, "late"),
                        tuple(Press.at(20 * MINUTE), Press.B, ""),
                        tuple(Press.at(32 * MINUTE), Press.B, "late"));
        assertThat(press.said.stops.get(Press.at(32 * MINUTE)).operation()).isEqualTo(Press.B);
        assertThat(press.said.counts)
                .extracting(Counted::operation, Counted::fromNs, Counted::quantities)
                .containsExactlyInAnyOrder(
                        tuple(Press.A, Press.at(30 * MINUTE), good(-40)),
                        tuple(Press.B, Press.at(30 * MINUTE), good(40)));
        assertThat(press.said.quantities.get(Press.A).told()).isEqualTo(good(80));
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
