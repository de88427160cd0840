package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Quantities;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a machine says of itself, and the bytes it is kept in. */
class MachineAccountTest {
    private final Press press = Press.counting(0);

    @Test
    void shouldRefuseStateOfANewerProgram() {
        final byte[] newer = press.start(0, Press.A).account.write();
        newer[0]++;
        assertThatThrownBy(() -> MachineAccount.read(newer))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void shouldRefuseStateThatWasCutShort() {
        press.start(0, Press.A)
                .good(1, 0)
                .good(2, 5)
                .state(3, MachineState.HELD)
                .request(4);
        final byte[] whole = press.account.write();
        for (int length = 0; length < whole.length; length++) {
            final byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> MachineAccount.read(part))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(StateFormatException.class);
        }
    }

    @Test
    void shouldCelebrateTheFirstGoodUnitOfAnOperationOnce() {
        press.good(0, 0).start(1, Press.A).good(5, 1).good(6, 2);
        press.start(5.5, Press.B).start(7, Press.A).good(8, 3);
        assertThat(press.said.milestones)
                .filteredOn(each -> each.type() == Milestone.Type.FIRST_GOOD)
                .extracting(Milestone::operation)
                .containsExactly(Press.A, Press.B);
    }

    @Test
    void shouldNotTakeScrapForTheFirstGoodUnit() {
        press.start(0, Press.A);
        press.say(1, new Fact.CounterReading(Measure.SCRAP, false, 0));
        press.say(2, new Fact.CounterReading(Measure.SCRAP, false, 2_000));
        assertThat(press.said.milestones).extracting(Milestone::type).containsExactly(Milestone.Type.STARTED);
    }

    @Test
    void shouldSayWhatHappensToAnOperation() {
        press.start(0, Press.A)
                .context(1, Transition.PAUSED, Press.A, 0, false)
                .context(2, Transition.RESUMED, Press.A, 0, false)
                .say(3, new Fact.OrderContext(Transition.COMPLETED, false, 0, "", ""))
                .context(2, Transition.RESUMED, Press.A, 1, true);
        assertThat(press.said.milestones)
                .extracting(Milestone::type)
                .containsExactly(
                        Milestone.Type.STARTED,
                        Milestone.Type.PAUSED,
                        Milestone.Type.RESUMED,
                        Milestone.Type.COMPLETED,
                        Milestone.Type.CORRECTED);
        assertThat(press.said.milestones).extracting(Milestone::operation).containsOnly(Press.A);
    }

    @Test
    void shouldNameTheEventThatCausedAMilestone() {
        press.hear(press.event(0, 0, new Fact.OrderContext(Transition.STARTED, false, 0, "1001", "0010")));
        press.good(0.5, 0).hear(press.event(1, 1, new Fact.CounterReading(Measure.GOOD, false, 1_000)));
        assertThat(press.said.milestones)
                .extracting(Milestone::type)
                .containsExactly(Milestone.Type.STARTED, Milestone.Type.FIRST_GOOD);
        assertThat(press.said.milestones).extracting(Milestone::causeId).containsExactly("e1", "e3");
    }

    /** Told, counted, timed and stated of A until the MES says that B had begun in the middle. */
    @Test
    void shouldMoveEveryOutputWithAnOrderStartThatComesLate() {
        press.define(Press.A, 0, 0).define(Press.B, 0, 0).start(0, Press.A).state(0, MachineState.EXECUTE);
        press.good(0.5, 0).good(900, 4).state(1_795, MachineState.HELD);
        press.good(1_800, 10).request(1_801);
        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(10)));

        press.say(1_000, 1_810, new Fact.OrderContext(Transition.STARTED, false, 0, "1002", "0010"));
        press.say(1_790, 1_811, new Fact.CounterReading(Measure.GOOD, false, 9_000));
        press.request(1_820);

        assertThat(press.said.posted()).isEqualTo(Map.of(Press.A, good(4), Press.B, good(1)));
        assertThat(press.said.undecided.get(Press.at(1_790)).quantities())
                .as("900 to 1790 is longer than anyone may divide")
                .isEqualTo(good(5));
        assertThat(press.said.balance.unattributed()).isEqualTo(good(5));
        assertThat(press.said.countedByBucket()).hasSize(3).containsValues(good(4), good(5), good(1));
        assertThat(press.said.quantities.get(Press.A).counted()).isEqualTo(good(4));
        assertThat(press.said.quantities.get(Press.A).told()).isEqualTo(good(4));
        assertThat(press.said.quantities.get(Press.A).activity().machineNs()).isEqualTo(1_000 * Press.SECOND_NS);
        final StateInterval ofA = press.said.intervals.get(Press.at(0));
        assertThat(ofA.toNs()).isEqualTo(Press.at(1_000));
        assertThat(ofA.operation()).isEqualTo(Press.A);
        assertThat(ofA.because()).isEqualTo("late");
        assertThat(press.said.intervals.get(Press.at(1_000)).operation()).isEqualTo(Press.B);
        assertThat(press.said.status.operation()).isEqualTo(Press.B);
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    @Test
    void shouldNotKnowTheStateOverAGapOfTheSource() {
        press.state(0, MachineState.EXECUTE);
        press.say(60, new Fact.SourceGap(Press.at(20), Press.at(50), "reconnected"));
        press.tick(61);
        assertThat(press.said.status.state()).isEqualTo(MachineState.UNKNOWN);
        assertThat(press.said.status.stateSinceNs()).isEqualTo(Press.at(20));
        assertThat(press.said.gaps).hasSize(1);
        final Gap gap = press.said.gaps.get(0);
        assertThat(gap.type()).isEqualTo(Gap.Type.SOURCE);
        assertThat(gap.fromNs()).isEqualTo(Press.at(20));
        assertThat(gap.toNs()).isEqualTo(Press.at(50));
        assertThat(gap.cause()).isEqualTo("reconnected");

        press.state(50, MachineState.HELD).state(70, MachineState.EXECUTE);
        assertThat(press.said.standingIntervals())
                .extracting(each -> each.replace(Long.toString(Press.START_NS), ""))
                .hasSize(3)
                .satisfies(each -> assertThat(each.get(0)).contains("EXECUTE"))
                .satisfies(each -> assertThat(each.get(1)).contains("UNKNOWN"))
                .satisfies(each -> assertThat(each.get(2)).contains("HELD"));
        assertThat(press.said.intervals.get(Press.at(20)).toNs()).isEqualTo(Press.at(50));
    }

    @Test
    void shouldNotKnowTheStateOfASourceThatIsGone() {
        press.state(0, MachineState.EXECUTE).say(10, new Fact.ConnectionChanged(false, "lost"));
        press.say(12, new Fact.ConnectionChanged(true, "")).tick(13);
        assertThat(press.said.status.state()).isEqualTo(MachineState.UNKNOWN);
        assertThat(press.said.status.stateSinceNs()).isEqualTo(Press.at(10));
    }

    @Test
    void shouldCountOverAGap() {
        press.start(0, Press.A).good(1, 0).good(10, 5);
        press.say(60, new Fact.SourceGap(Press.at(11), Press.at(59), "reconnected"));
        press.good(60, 25).request(61);
        assertThat(press.said.balance.attributed().goodMilli()).isEqualTo(25_000);
    }

    @Test
    void shouldRestateIntervalsWithARisingRevisionAndAReason() {
        press.state(0, MachineState.EXECUTE).state(20, MachineState.HELD).state(30, MachineState.EXECUTE);
        final StateInterval first = press.said.intervals.get(Press.at(20));
        assertThat(first.because()).isEmpty();
        press.say(40, new Fact.ReasonAssigned(Press.at(20), "NO-MATERIAL", "anna"));
        final StateInterval reasoned = press.said.intervals.get(Press.at(20));
        assertThat(reasoned.reason()).isEqualTo("NO-MATERIAL");
        assertThat(reasoned.because()).isEqualTo("reason");
        assertThat(reasoned.revision()).isGreaterThan(first.revision());

        press.state(15, MachineState.HELD);
        final StateInterval shortened = press.said.intervals.get(Press.at(0));
        assertThat(shortened.toNs()).isEqualTo(Press.at(15));
        assertThat(shortened.because()).isEqualTo("late");
        assertThat(press.said.intervals.get(Press.at(15)).reason()).isEmpty();
        assertThat(press.said.intervals.get(Press.at(20)).reason()).isEqualTo("NO-MATERIAL");
    }

    @Test
    void shouldWithdrawAnIntervalThatBeginsElsewhereAfterAll() {
        press.state(0, MachineState.EXECUTE).state(20, MachineState.HELD).state(30, MachineState.EXECUTE);
        final long revision = press.said.intervals.get(Press.at(20)).revision();
        press.say(15, 40, new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "", ""));
        final StateInterval withdrawn = press.said.intervals.get(Press.at(20));
        assertThat(withdrawn.withdrawn()).isTrue();
        assertThat(withdrawn.revision()).isGreaterThan(revision);
        assertThat(withdrawn.because()).isEqualTo("late");
        assertThat(press.said.intervals.get(Press.at(15)).toNs()).isEqualTo(Press.at(30));
    }

    @Test
    void shouldConfirmReworkAsSuch() {
        final Press reporting = Press.reporting().define(Press.A, 0, 0).start(0, Press.A);
        reporting.say(5, new Fact.CountReport(Measure.GOOD, 4_000, "", "", ""));
        reporting.say(6, new Fact.CountReport(Measure.REWORK, 1_500, "", "", "BURR"));
        reporting.complete(10, Press.A);
        assertThat(reporting.said.posted()).isEqualTo(Map.of(Press.A, new Quantities(4_000, 0, 1_500)));
    }

    @Test
    void shouldChargeLateScrapToTheOperationThatRanThen() {
        final Press reporting = Press.reporting().start(0, Press.A).start(10, Press.B);
        reporting.say(5, 11, new Fact.CountReport(Measure.SCRAP, 1_000, "", "", "BURR"));
        reporting.say(6, 12, new Fact.MaterialConsumed(1_000, "STEEL", "L1", "", ""));
        reporting.request(20);
        assertThat(reporting.said.posted()).containsOnlyKeys(Press.A);
        assertThat(reporting.said.scrapped.values())
                .extracting(Outputs.Scrapped::operation)
                .containsExactly(Press.A);
        assertThat(reporting.said.consumed)
                .extracting(Outputs.Consumption::operation)
                .containsExactly(Press.A);
    }

    @Test
    void shouldMoveScrapAndConsumptionWithTheOrderThatACorrectionNames() {
        final Press reporting = Press.reporting().start(0, Press.A);
        reporting.say(5, new Fact.CountReport(Measure.REWORK, 1_000, "", "", "BURR"));
        reporting.say(6, new Fact.MaterialConsumed(1_000, "STEEL", "L1", "", ""));
        reporting.start(4, Press.B);
        assertThat(reporting.said.scrapped.values()).singleElement().satisfies(rework -> {
            assertThat(rework.operation()).isEqualTo(Press.B);
            assertThat(rework.measure()).isEqualTo(Measure.REWORK);
            assertThat(rework.reason()).isEqualTo("BURR");
        });
        assertThat(reporting.said.consumed)
                .extracting(Outputs.Consumption::operation)
                .containsExactly(Press.A, Press.B);
        assertThat(reporting.said.consumed.get(1).id())
                .isEqualTo(reporting.said.consumed.get(0).id());
        assertThat(reporting.said.consumed.get(1).revision())
                .isGreaterThan(reporting.said.consumed.get(0).revision());
    }
}
