package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The gateway's numbers: what is sent twice is taken once, and what is missing is said until it comes. */
class TransportTest {
    private final Press press = Press.reporting();

    @Test
    void shouldDropWhatTheGatewaySendsAgain() {
        final Event first = report(1);
        press.hear(first).hear(first).hear(report(2)).hear(first).request(10);
        assertThat(press.said.balance.unattributed()).isEqualTo(units(2));
        assertThat(press.said.balance.resent()).isEqualTo(2);
        assertThat(press.said.gaps).isEmpty();
    }

    @Test
    void shouldSayThatSomethingIsMissingAndThatItCame() {
        final Event first = report(1);
        final Event second = report(2);
        final Event third = report(3);
        final Event fourth = report(4);
        press.hear(first).hear(fourth);
        assertGaps("HOLE 2..3");
        press.hear(third).hear(second);
        assertGaps("HOLE 2..3", "HOLE_FILLED 3..3", "HOLE_FILLED 2..2");
        press.hear(third).hear(report(5)).request(10);
        assertThat(press.said.gaps).hasSize(3);
        assertThat(press.said.balance.unattributed()).isEqualTo(units(5));
    }

    @Test
    void shouldMissTheFirstOnesToo() {
        report(1);
        press.hear(report(2));
        assertGaps("HOLE 1..1");
    }

    @Test
    void shouldNumberEachStartOfTheGatewayByItself() {
        press.hear(report(1)).hear(report(2));
        press.restartGateway();
        press.hear(report(3)).hear(report(4)).request(10);
        assertThat(press.said.gaps).isEmpty();
        assertThat(press.said.balance.unattributed()).isEqualTo(units(4));
    }

    @Property(tries = 200)
    void shouldFillEveryHoleItOpens(@ForAll final long seed) {
        final Press shuffled = Press.reporting();
        final List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(shuffled.event(i, i, new Fact.CountReport(Measure.GOOD, 1_000, "", "", "")));
        }
        Collections.shuffle(events, new Random(seed));
        events.forEach(shuffled::hear);
        shuffled.request(50);
        assertThat(missing(shuffled.said.gaps, Gap.Type.HOLE))
                .isEqualTo(missing(shuffled.said.gaps, Gap.Type.HOLE_FILLED));
        assertThat(shuffled.said.balance.unattributed()).isEqualTo(units(40));
    }

    /** What never comes must not make everything after it dearer: the head is written with each event. */
    @Test
    void shouldStaySmallAboveAHoleThatIsNeverFilled() {
        press.hear(report(1));
        report(2);
        press.hear(report(3));
        for (int i = 0; i < 200; i++) {
            press.tick(20 + i);
        }
        final int early = press.account.write().length;
        for (int i = 200; i < 3_000; i++) {
            press.tick(20 + i);
        }
        assertThat(press.account.write().length).as("bytes of the head").isLessThan(early + 100);
    }

    private static List<Long> missing(final List<Gap> gaps, final Gap.Type type) {
        final List<Long> numbers = new ArrayList<>();
        for (final Gap gap : gaps) {
            for (long number = gap.firstMissing(); gap.type() == type && number <= gap.lastMissing(); number++) {
                numbers.add(number);
            }
        }
        Collections.sort(numbers);
        return numbers;
    }

    private void assertGaps(final String... expected) {
        assertThat(press.said.gaps)
                .extracting(gap -> gap.type() + " " + gap.firstMissing() + ".." + gap.lastMissing())
                .containsExactly(expected);
    }

    private Event report(final double second) {
        return press.event(second, second, new Fact.CountReport(Measure.GOOD, 1_000, "", "", ""));
    }

    private static Quantities units(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
