package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.machine.Outputs.Quarantined.Status;
import io.millrace.core.plant.Quantities;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody decides on what is in doubt, and what the ERP answers. */
class DecisionsTest {
    private final Press press =
            Press.counting(0).define(Press.A, 0, 0).start(0, Press.A).good(1, 1_000);

    @Test
    void shouldQuarantineWhatACounterGainsBelowItsBaselineUntilItIsBack() {
        press.good(10, 5).good(20, 15).good(30, 1_010);
        assertThat(last().status()).isEqualTo(Status.OPEN);
        assertThat(last().quantityMilli()).isEqualTo(995_000);
        press.complete(40, Press.A).tick(41);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(10)));
        assertThat(press.said.balance.quarantinedMilli()).isEqualTo(995_000);
    }

    @Test
    void shouldIgnoreASingleAbsurdReading() {
        press.good(10, 5).good(20, 1_001).complete(40, Press.A).tick(41);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(1)));
        assertThat(press.said.balance.quarantinedMilli()).isZero();
        assertThat(last().quantityMilli()).isZero();
    }

    @Test
    void shouldGoOnFromWhereAnAcceptedCounterWasSetAnew() {
        press.good(10, 5).good(20, 15);
        decide(25, DecisionType.QUARANTINE_ACCEPTED);
        press.good(30, 21).complete(40, Press.A).tick(41);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(16)));
        assertThat(press.said.balance.quarantinedMilli()).isZero();
        assertThat(last().status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    void shouldDeclareLostWhatSomebodyRejects() {
        press.good(10, 5).good(20, 15);
        decide(25, DecisionType.QUARANTINE_REJECTED);
        press.good(30, 20).good(35, 1_003).complete(40, Press.A).tick(41);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(3)));
        assertThat(press.said.balance.quarantinedMilli()).isZero();
        assertThat(press.said.balance.declaredLostMilli()).isEqualTo(995_000);
        assertThat(last().status()).isEqualTo(Status.REJECTED);
    }

    @Test
    void shouldObeyTheLastWord() {
        press.good(10, 5).good(20, 15);
        decide(25, DecisionType.QUARANTINE_REJECTED);
        decide(27, DecisionType.QUARANTINE_ACCEPTED);
        press.complete(40, Press.A).tick(41);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(10)));
        assertThat(press.said.balance.declaredLostMilli()).isZero();
    }

    @Test
    void shouldSayThatALateReadingResolvedIt() {
        press.good(10, 5).good(20, 15);
        press.say(9, 25, new Fact.CounterReading(Measure.GOOD, true, 2_000));
        assertThat(last().status()).isEqualTo(Status.RESOLVED);
        assertThat(last().quantityMilli()).isZero();
    }

    @Test
    void shouldCountAReportThatCameTooLateOnceSomebodyAcceptsIt() {
        final Press reporting = Press.reporting().define(Press.A, 0, 0);
        reporting.start(0, Press.A).say(1, new Fact.CountReport(Measure.GOOD, 4_000, "", "", ""));
        final double weekLater = 8 * 24 * 3_600;
        reporting.say(2, weekLater, new Fact.CountReport(Measure.GOOD, 3_000, "1001", "0010", ""));
        final Quarantined late = reporting.said.quarantined.get(0);
        assertThat(late.quantityMilli()).isEqualTo(3_000);
        reporting.say(weekLater, new Fact.Decision(DecisionType.QUARANTINE_ACCEPTED, late.id(), "anna", ""));
        reporting.complete(weekLater + 1, Press.A).tick(weekLater + 2);
        assertThat(reporting.said.posted()).isEqualTo(Map.of(Press.A, good(7)));
        assertThat(reporting.said.balance.quarantinedMilli()).isZero();
        assertThat(reporting.said.counted()).isEqualTo(good(7));
    }

    @Test
    void shouldTellAgainWhatTheErpRefused() {
        press.good(10, 1_005).complete(20, Press.A);
        final Confirmation refused = press.said.confirmations.get(0);
        press.say(
                30,
                new Fact.Decision(
                        DecisionType.CONFIRMATION_RETURNED, refused.id().toString(), "erp", "closed"));
        press.tick(31).tick(32);
        assertThat(press.said.confirmations).hasSize(2);
        final Confirmation again = press.said.confirmations.get(1);
        assertThat(again.quantity()).isEqualTo(refused.quantity());
        assertThat(again.id()).isNotEqualTo(refused.id());
        assertThat(again.number()).isEqualTo(2);
        assertThat(press.said.balance.returned()).isEqualTo(good(5));
        assertThat(press.said.balance.told()).isEqualTo(good(5));
    }

    @Test
    void shouldReturnAConfirmationOnceOnly() {
        press.good(10, 1_005).complete(20, Press.A);
        final String id = press.said.confirmations.get(0).id().toString();
        press.say(30, new Fact.Decision(DecisionType.CONFIRMATION_RETURNED, id, "erp", "closed"));
        press.say(31, new Fact.Decision(DecisionType.CONFIRMATION_RETURNED, id, "erp", "closed"));
        press.tick(32);
        assertThat(press.said.balance.returned()).isEqualTo(good(5));
        assertThat(press.said.confirmations).hasSize(2);
    }

    private void decide(final double second, final DecisionType verdict) {
        press.say(
                second, new Fact.Decision(verdict, press.said.quarantined.get(0).id(), "anna", "because"));
    }

    private Quarantined last() {
        return press.said.quarantined.get(press.said.quarantined.size() - 1);
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }
}
