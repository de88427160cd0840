package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.plant.Quantities;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the master data make of a machine's time: which stops are short, whose shift a pulse is, what a state counts as. */
class MeaningTest {
    private static final long SHIFT_END_SECOND = 1_200;

    @Test
    void shouldTakeAStopBelowTheThresholdForAMicroStopUntilItHasAReason() {
        final Press press = machine(60, "").start(0, Press.A).state(1, MachineState.EXECUTE);
        press.state(100, MachineState.HELD).state(159, MachineState.EXECUTE);
        press.state(200, MachineState.HELD).state(260, MachineState.EXECUTE);
        assertThat(stop(press, 100).micro()).isTrue();
        assertThat(stop(press, 200).micro()).as("as long as the threshold").isFalse();

        final long revision = stop(press, 100).revision();
        press.say(300, new Fact.ReasonAssigned(Press.at(100), "JAM", "anna"));
        assertThat(stop(press, 100).micro()).isFalse();
        assertThat(stop(press, 100).revision()).isGreaterThan(revision);
    }

    @Test
    void shouldKnowNoMicroStopsWithoutAThreshold() {
        final Press press = machine(0, "").state(1, MachineState.EXECUTE);
        press.state(100, MachineState.HELD).state(101, MachineState.EXECUTE);
        assertThat(stop(press, 100).micro()).isFalse();
    }

    @Test
    void shouldCountAPulseOnTheBoundaryInTheShiftThatBeginsThereAndInNoOther() {
        final Press press = Press.counting(0).define(Press.A, 0, 0);
        final LocalTime end = LocalTime.ofInstant(
                Instant.ofEpochSecond(Press.at(SHIFT_END_SECOND) / Press.SECOND_NS), ZoneOffset.UTC);
        press.definitions.apply(new Fact.CalendarDefined(
                0,
                "acme/berlin",
                "UTC",
                "shift one Mon-Sun " + end.minusHours(4) + "-" + end + "\nshift two Mon-Sun " + end + "-"
                        + end.plusHours(4) + "\n"));
        press.start(0, Press.A).good(1, 0);
        press.good(SHIFT_END_SECOND - 0.000_000_5, 5).good(SHIFT_END_SECOND, 9).good(SHIFT_END_SECOND + 1, 10);
        press.tick(SHIFT_END_SECOND + 2);

        final Map<String, Quantities> byShift = new TreeMap<>();
        press.said.counts.forEach(each -> byShift.merge(
                Objects.requireNonNull(each.planned().shift()).name(), each.quantities(), Quantities::plus));
        assertThat(byShift).isEqualTo(Map.of("one", good(5), "two", good(5)));
    }

    @Test
    void shouldClassifyByTheProfileThatTheMachineNames() {
        final Press press = machine(0, "ours");
        press.definitions.apply(new Fact.ProfileDefined(0, "ours", "base packml\nnative 4711 planned\n"));
        press.start(0, Press.A);
        press.say(10, new Fact.StateChanged(MachineState.STOPPED, Mode.PRODUCTION, "4711", ""));
        press.say(20, new Fact.StateChanged(MachineState.STOPPED, Mode.PRODUCTION, "4712", ""));
        press.state(30, MachineState.EXECUTE);
        assertThat(interval(press, 10).element()).isEqualTo(TimeElement.PLANNED);
        assertThat(interval(press, 20).element()).isEqualTo(TimeElement.DELAY);
        assertThat(interval(press, 10).profile()).isEqualTo("ours");
    }

    private static Press machine(final int microStopSeconds, final String profile) {
        final Press press = Press.counting(0);
        press.definitions.apply(new Fact.MachineDefined(
                0,
                Authority.COUNTER,
                0,
                0,
                0,
                0,
                60 * Press.SECOND_NS,
                0,
                microStopSeconds * Press.SECOND_NS,
                false,
                Press.PATH,
                "UTC",
                profile));
        return press;
    }

    private static Outputs.Stop stop(final Press press, final int second) {
        return Objects.requireNonNull(press.said.stops.get(Press.at(second)));
    }

    private static Outputs.StateInterval interval(final Press press, final int second) {
        return Objects.requireNonNull(press.said.intervals.get(Press.at(second)));
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
