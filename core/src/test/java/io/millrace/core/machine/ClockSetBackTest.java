package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.plant.Quantities;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A counter counts from 0 to 30 while its clock is set a day back and put right again. */
class ClockSetBackTest {
    private static final int DAY = 86_400;

    private final Press press = Press.counting(0).define(Press.A, 0, 0).start(DAY, Press.A);

    @BeforeEach
    void count() {
        for (int value = 0; value <= 10; value++) {
            press.good(DAY + 1 + value, value);
        }
        for (int value = 11; value <= 20; value++) {
            press.say(1 + value, DAY + 1 + value, new Fact.CounterReading(Measure.GOOD, false, value * 1_000L));
        }
        for (int value = 21; value <= 30; value++) {
            press.good(DAY + 1 + value, value);
        }
        press.request(DAY + 40);
    }

    @Test
    void shouldTellNothingThatWasNotMadeAndDeclareTheRest() {
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(10)));
        assertThat(press.said.balance.unattributed()).as("at no order's time").isEqualTo(good(9));
        assertThat(press.said.balance.quarantinedMilli()).isEqualTo(20_000);
        assertThat(last().reason()).isEqualTo(Quarantined.Reason.BACKWARDS);
    }

    @Test
    void shouldTellAllThatWasMadeOnceItIsAccepted() {
        press.say(DAY + 50, new Fact.Decision(DecisionType.QUARANTINE_ACCEPTED, last().id(), "anna", "clock set back"))
                .request(DAY + 60);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(30)));
        assertThat(press.said.balance.quarantinedMilli()).isZero();
    }

    private Quarantined last() {
        return press.said.quarantined.get(press.said.quarantined.size() - 1);
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
