package io.millrace.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.ledger.OrderStatus.Phase;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An operation is finished once, when all machines that ran it are. */
class OperationAccountTest {
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");
    private static final long PLANNED_MILLI = 10_000;
    private static final long TAKEN_MS = 77;

    private final Heard heard = new Heard();
    private OperationAccount account = new OperationAccount(OPERATION);

    @Test
    void shouldFinishOnceWhenTheMachineHasCompletedAndToldEverything() {
        say("press1", true, false, 4);
        assertThat(heard.status().phase()).isEqualTo(Phase.RUNNING);
        say("press1", false, false, 4);
        assertThat(heard.status().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(heard.confirmations).isEmpty();
        say("press1", false, true, 8);
        assertThat(heard.status().phase()).isEqualTo(Phase.FINAL);
        say("press1", false, true, 8);

        assertThat(heard.confirmations).hasSize(1);
        final Confirmation last = heard.confirmations.get(0);
        assertThat(last.kind()).isEqualTo(Kind.FINAL);
        assertThat(last.machine()).isEmpty();
        assertThat(last.quantity()).isEqualTo(Quantities.ZERO);
        assertThat(last.toldAfter()).isEqualTo(good(8));
    }

    @Test
    void shouldWaitForEveryMachineThatRanIt() {
        say("press1", true, true, 0);
        say("press2", true, true, 0);
        say("press1", false, true, 6);
        assertThat(heard.confirmations).isEmpty();
        assertThat(heard.status().openAt()).containsExactly("press2");
        say("press2", false, false, 3);
        assertThat(heard.confirmations).isEmpty();
        say("press2", false, true, 4);

        assertThat(heard.confirmations).extracting(Confirmation::toldAfter).containsExactly(good(10));
        assertThat(heard.status().machines()).containsExactly("press1", "press2");
        assertThat(heard.status().told()).isEqualTo(good(10));
        assertThat(heard.status().openAt()).isEmpty();
    }

    @Test
    void shouldSayNoSecondFinalWhenACorrectionFollows() {
        say("press1", false, true, 8);
        say("press1", false, false, 8);
        say("press1", false, true, 7);
        say("press2", true, true, 0);
        say("press2", false, true, 2);

        assertThat(heard.confirmations).hasSize(1);
        assertThat(heard.status().phase()).isEqualTo(Phase.FINAL);
        assertThat(heard.status().told()).isEqualTo(good(9));
    }

    @Test
    void shouldTellOnceThatThePlannedQuantityIsReachedAndOnceThatItIsPassed() {
        say("press1", true, true, 5);
        assertThat(heard.types()).isEmpty();
        say("press2", true, true, 5);
        assertThat(heard.types()).containsExactly(Milestone.Type.PLANNED_REACHED);
        say("press2", true, true, 6);
        say("press2", true, true, 4);
        say("press2", true, true, 7);
        assertThat(heard.types()).containsExactly(Milestone.Type.PLANNED_REACHED, Milestone.Type.OVERPRODUCED);
    }

    @Test
    void shouldSayBothAtOnceWhenBothHappenAtOnce() {
        say("press1", true, true, 11);
        assertThat(heard.types()).containsExactly(Milestone.Type.PLANNED_REACHED, Milestone.Type.OVERPRODUCED);
    }

    @Test
    void shouldReachNothingWithoutAPlan() {
        say("press1", true, true, 5, 0);
        assertThat(heard.types()).isEmpty();
    }

    @Test
    void shouldGoOnAfterARestartAsIfThereHadBeenNone() {
        say("press1", true, true, 11);
        restart();
        say("press1", false, true, 12);
        restart();
        say("press1", false, true, 13);

        assertThat(heard.types()).containsExactly(Milestone.Type.PLANNED_REACHED, Milestone.Type.OVERPRODUCED);
        assertThat(heard.confirmations).hasSize(1);
        assertThat(heard.status().phase()).isEqualTo(Phase.FINAL);
    }

    @Test
    void shouldWaitUntilAllThatHappenedBeforeIsHeard() {
        hear("press1", false, true, 8, 2_000);
        assertThat(account.isAwaitingFinal()).isTrue();
        account.passed(2_000, heard);
        assertThat(heard.confirmations).isEmpty();
        assertThat(heard.status().phase()).isEqualTo(Phase.COMPLETED);
        account.passed(2_001, heard);
        account.passed(3_000, heard);

        assertThat(heard.confirmations).extracting(Confirmation::toldAfter).containsExactly(good(8));
        assertThat(heard.status().phase()).isEqualTo(Phase.FINAL);
        assertThat(account.isAwaitingFinal()).isFalse();
    }

    @Test
    void shouldNotFinishWhatRunsElsewhereAsItTurnsOut() {
        hear("press1", false, true, 8, 2_000);
        hear("press2", true, true, 1, 1_000);
        account.passed(3_000, heard);
        assertThat(heard.confirmations).isEmpty();
        hear("press2", false, true, 3, 4_000);
        account.passed(4_000, heard);
        assertThat(heard.confirmations).isEmpty();
        restart();
        account.passed(4_001, heard);

        assertThat(heard.confirmations).extracting(Confirmation::toldAfter).containsExactly(good(11));
    }

    /** Machines of different partitions are heard in an order that is chance. */
    @Test
    void shouldSayTheSameWhateverTheOrderItWasHeardIn() {
        hear("press1", false, true, 8, 2_000);
        hear("press2", false, true, 3, 2_000);
        hear("press3", false, true, 1, 1_000);
        account.passed(9_000, heard);
        account = new OperationAccount(OPERATION);
        final Heard other = new Heard();
        hear("press3", false, true, 1, 1_000, other);
        hear("press2", false, true, 3, 2_000, other);
        hear("press1", false, true, 8, 2_000, other);
        account.passed(9_000, other);

        assertThat(other.confirmations).isEqualTo(heard.confirmations).hasSize(1);
        assertThat(other.status()).isEqualTo(heard.status());
    }

    @Test
    void shouldBeKeptAMonthWhenFinishedAndLongerWhileItIsNot() {
        hear("press1", false, true, 8, 2_000);
        assertThat(account.keptUntilMs()).isEqualTo(TAKEN_MS + TimeUnit.DAYS.toMillis(400));
        account.passed(3_000, heard);
        restart();
        assertThat(account.keptUntilMs()).isEqualTo(TAKEN_MS + TimeUnit.DAYS.toMillis(30));
    }

    private void restart() {
        account = new OperationAccount(
                OPERATION,
                account.parts(),
                account.newest(),
                account.changedMs(),
                account.isFinished(),
                account.isPlannedReached(),
                account.isOverproduced());
    }

    private void say(final String machine, final boolean open, final boolean settled, final long good) {
        say(machine, open, settled, good, PLANNED_MILLI);
    }

    /** With nothing on its way from elsewhere. */
    private void say(
            final String machine, final boolean open, final boolean settled, final long good, final long plannedMilli) {
        account.apply(progress(machine, open, settled, good, plannedMilli, 2_000), TAKEN_MS, heard);
        account.passed(Long.MAX_VALUE, heard);
    }

    private void hear(
            final String machine, final boolean open, final boolean settled, final long good, final long atNs) {
        hear(machine, open, settled, good, atNs, heard);
    }

    private void hear(
            final String machine,
            final boolean open,
            final boolean settled,
            final long good,
            final long atNs,
            final Heard out) {
        account.apply(progress(machine, open, settled, good, PLANNED_MILLI, atNs), TAKEN_MS, out);
    }

    private static OperationProgress progress(
            final String machine,
            final boolean open,
            final boolean settled,
            final long good,
            final long plannedMilli,
            final long atNs) {
        return new OperationProgress(
                OPERATION, machine, true, open, settled, good(good), plannedMilli, "FG", "PCE", 0, atNs - 1_000, atNs);
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    private static final class Heard implements OperationAccount.Outputs {
        final List<Confirmation> confirmations = new ArrayList<>();
        final List<Milestone> milestones = new ArrayList<>();
        final List<OrderStatus> statuses = new ArrayList<>();

        @Override
        public void confirmation(final Confirmation confirmation) {
            confirmations.add(confirmation);
        }

        @Override
        public void milestone(final Milestone milestone) {
            milestones.add(milestone);
        }

        @Override
        public void status(final OrderStatus status) {
            statuses.add(status);
        }

        List<Milestone.Type> types() {
            return milestones.stream().map(Milestone::type).toList();
        }

        OrderStatus status() {
            return statuses.get(statuses.size() - 1);
        }
    }
}
