package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

/** What is too old moves nothing and is not lost; what claims to be from the future is not believed. */
class HorizonTest {
    private static final double WEEK = 7 * 86_400;

    private final Press press = Press.reporting().start(0, Press.A).tick(WEEK);

    @Test
    void shouldCountWhatIsJustInsideTheHorizon() {
        press.say(0, WEEK, report(4)).request(WEEK + 1);
        assertThat(press.said.balance.attributed()).isEqualTo(new Quantities(4_000, 0, 0));
        assertThat(press.said.quarantined).isEmpty();
    }

    @Test
    void shouldQuarantineWhatIsOlderThanTheHorizon() {
        press.say(-1, WEEK, report(4)).request(WEEK + 1);
        assertThat(press.said.quarantined).hasSize(1);
        final Quarantined one = press.said.quarantined.get(0);
        assertThat(one.reason()).isEqualTo(Quarantined.Reason.BEYOND_HORIZON);
        assertThat(one.quantityMilli()).isEqualTo(4_000);
        assertThat(one.timeNs()).isEqualTo(Press.at(-1));
        assertThat(press.said.balance.quarantinedMilli()).isEqualTo(4_000);
        assertThat(press.said.balance.attributed()).isEqualTo(Quantities.ZERO);
    }

    @Test
    void shouldCountOnceWhatIsRepeatedWhenItsTimeIsNoLongerAhead() {
        final Event ahead = press.event(WEEK + 300, WEEK, report(4));
        final EventHead said = ahead.head();
        final EventHead later = new EventHead(
                said.machine(),
                said.gateway(),
                said.incarnation(),
                said.sequence() + 1,
                said.source(),
                said.sourceEventId(),
                said.correlationId(),
                said.sourceTimeNs(),
                Press.at(WEEK + 400),
                said.quality());
        press.hear(ahead).hear(ahead.withHead(later));
        assertThat(press.account.balance().attributed()).isEqualTo(new Quantities(4_000, 0, 0));
        assertThat(press.account.balance().repeated()).isEqualTo(1);
    }

    @Test
    void shouldQuarantineOnceWhatIsRepeated() {
        final Event old = press.event(-1, WEEK, report(4));
        press.hear(old).repeat(old).hear(old).request(WEEK + 1);
        assertThat(press.said.quarantined).hasSize(1);
        assertThat(press.said.balance.quarantinedMilli()).isEqualTo(4_000);
        assertThat(press.said.balance.repeated()).isEqualTo(1);
        assertThat(press.said.balance.resent()).isEqualTo(1);
    }

    @Test
    void shouldForgetOldBlocksAndKeepTheirTotals() {
        final Press counting = Press.counting(0).start(0, Press.A);
        for (int i = 0; i < 2_000; i++) {
            counting.good(i, i);
        }
        final int before = counting.history.size();
        assertThat(before).isGreaterThan(2);
        counting.tick(WEEK + 3_600).request(WEEK + 3_601);
        assertThat(counting.history.size()).isLessThan(before);
        assertThat(counting.said.balance.attributed()).isEqualTo(new Quantities(1_999_000, 0, 0));
    }

    @Test
    void shouldKnowWhereACounterStoodHoweverLongItWasSilent() {
        final Press counting = Press.counting(0).start(0, Press.A);
        for (int i = 0; i < 100; i++) {
            counting.good(i, i);
        }
        for (int week = 1; week <= 20; week++) {
            counting.tick(week * WEEK).tick(week * WEEK + 3_600);
        }
        counting.good(21 * WEEK, 103).request(21 * WEEK + 1);
        assertThat(counting.said.balance.attributed()).isEqualTo(new Quantities(103_000, 0, 0));
        assertThat(counting.said.balance.quarantinedMilli()).isZero();
    }

    @Test
    void shouldReplaceAClockThatIsFarAhead() {
        press.say(WEEK + 100, WEEK + 10, held()).state(WEEK + 20, MachineState.EXECUTE);
        final Outputs.StateInterval interval = press.said.intervals.lastEntry().getValue();
        assertThat(interval.state()).isEqualTo(MachineState.HELD);
        assertThat(interval.fromNs()).isEqualTo(Press.at(WEEK + 10));
        assertThat(interval.toNs()).isEqualTo(Press.at(WEEK + 20));
    }

    @Test
    void shouldBelieveAClockThatIsALittleAhead() {
        press.say(WEEK + 70, WEEK + 10, held()).state(WEEK + 80, MachineState.EXECUTE);
        assertThat(press.said.intervals.lastEntry().getValue().fromNs()).isEqualTo(Press.at(WEEK + 70));
    }

    @Test
    void shouldKnowARepeatOfWhatWasSaidByAClockAhead() {
        final Event ahead = press.event(WEEK + 86_400, WEEK + 10, report(4));
        press.hear(ahead).repeat(ahead).request(WEEK + 20);
        assertThat(press.said.balance.attributed()).isEqualTo(new Quantities(4_000, 0, 0));
        assertThat(press.said.balance.repeated()).isEqualTo(1);
    }

    private static Fact report(final int units) {
        return new Fact.CountReport(Measure.GOOD, units * 1_000L, "1001", "0010", "");
    }

    private static Fact held() {
        return new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "", "JAM");
    }
}
