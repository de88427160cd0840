package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One operation at two machines, from their events to its one FINAL. */
class SeveralMachinesTest {
    private final Press one = new Press("acme/berlin/press/line1/press1", Authority.COUNTER, 0);
    private final Press two = new Press("acme/berlin/press/line1/press2", Authority.COUNTER, 0);

    @Test
    void shouldFinishWhenBothHaveCompleted() {
        one.good(0, 0).start(1, Press.A).good(5, 4);
        two.good(0, 0).start(2, Press.A).good(6, 3).complete(7, Press.A);
        assertThat(finals()).isEmpty();
        one.complete(8, Press.A);
        assertThat(finals()).extracting(Confirmation::toldAfter).containsExactly(new Quantities(7_000, 0, 0));
    }

    @Test
    void shouldSayNoSecondFinalAfterALateUnit() {
        one.good(0, 0).start(1, Press.A).good(5, 4).complete(8, Press.A).good(9, 5);
        assertThat(finals()).hasSize(1);
        assertThat(one.said.posted()).containsEntry(Press.A, new Quantities(5_000, 0, 0));
        assertThat(one.said.confirmations).extracting(Confirmation::kind).doesNotContain(Confirmation.Kind.FINAL);
    }

    /** The wrong machine was logged on by mistake, which is put right: it has not run the operation and is not waited for. */
    @Test
    void shouldNotWaitForAMachineWhoseStartWasCancelled() {
        one.good(0, 0).start(1, Press.A).context(1, Transition.STARTED, Press.A, 1, true);
        two.good(0, 0).start(2, Press.A).good(6, 3).complete(7, Press.A);
        assertThat(finals()).extracting(Confirmation::toldAfter).containsExactly(new Quantities(3_000, 0, 0));
    }

    /** Nothing was run anywhere: there is nothing to finish. */
    @Test
    void shouldNotFinishAnOperationThatWasOnlyStartedByMistake() {
        one.good(0, 0).start(1, Press.A).context(1, Transition.STARTED, Press.A, 1, true);
        assertThat(finals()).isEmpty();
    }

    /** What the operation's account says of all that both machines have said of it, in the order they said it. */
    private List<Confirmation> finals() {
        final List<Confirmation> finals = new ArrayList<>();
        final OperationAccount account = new OperationAccount(Press.A);
        final OperationAccount.Outputs out = new OperationAccount.Outputs() {
            @Override
            public void confirmation(final Confirmation confirmation) {
                finals.add(confirmation);
            }

            @Override
            public void milestone(final Outputs.Milestone milestone) {}

            @Override
            public void status(final OrderStatus status) {}
        };
        Stream.of(one, two)
                .flatMap(press -> press.said.progress.stream())
                .filter(each -> each.operation().equals(Press.A))
                .sorted(Comparator.comparingLong(Outputs.OperationProgress::triggerGatewayNs))
                .forEach(each -> {
                    account.apply(each, 0, out);
                    account.passed(Long.MAX_VALUE, out);
                });
        return finals;
    }
}
