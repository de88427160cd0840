package io.millrace.core.posting;

import static io.millrace.core.posting.Desk.PRESS_1;
import static io.millrace.core.posting.Desk.PRESS_2;
import static io.millrace.core.posting.Desk.confirmation;
import static io.millrace.core.posting.Desk.good;
import static io.millrace.core.posting.Desk.posting;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.posting.Open.State;
import io.millrace.core.posting.Posting.Status;
import io.millrace.core.posting.PostingOutputs.Why;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posted, unposted, parked and returned: each confirmation is one of them. */
class PostingAccountTest {
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final Confirmation FIRST = confirmation(Kind.PARTIAL, PRESS_1, 1, 5);
    private static final Confirmation SECOND = confirmation(Kind.PARTIAL, PRESS_1, 2, 7);
    private static final Confirmation OTHER = confirmation(Kind.PARTIAL, PRESS_2, 3, 2);
    private static final Confirmation LAST = confirmation(Kind.FINAL, "", 4, 0);

    private final Desk desk = new Desk();

    @Test
    void shouldListWhatIsConfirmedAndNotPostedOldestFirst() {
        desk.confirm(SECOND, FIRST, OTHER);

        assertThat(desk.status().unposted()).extracting(Open::id).containsExactly(FIRST.id(), SECOND.id(), OTHER.id());
        assertThat(desk.status().oldestUnpostedNs()).isEqualTo(FIRST.triggerGatewayNs());
        assertThat(desk.accuracy().oldestUnpostedNs()).isEqualTo(FIRST.triggerGatewayNs());
        assertThat(desk.figures().unposted()).isEqualTo(new Tally(3, good(14)));
        assertThat(desk.accuracy().total().accuracyMillionths()).isZero();

        desk.answer(FIRST, Status.POSTED);
        assertThat(desk.status().unposted()).extracting(Open::id).containsExactly(SECOND.id(), OTHER.id());
        assertThat(desk.accuracy().oldestUnpostedNs()).isEqualTo(SECOND.triggerGatewayNs());
        assertThat(desk.figures().posted()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.accuracy().total().accuracyMillionths()).isEqualTo(333_333);
    }

    @Test
    void shouldHaveNothingOpenWhenEverythingIsPosted() {
        desk.confirm(FIRST, OTHER, LAST).answer(FIRST, Status.POSTED).answer(OTHER, Status.POSTED);
        assertThat(desk.status().finalPosted()).isFalse();
        desk.answer(LAST, Status.POSTED);

        assertThat(desk.open).isEmpty();
        assertThat(desk.status().finalPosted()).isTrue();
        assertThat(desk.status().oldestUnpostedNs()).isNull();
        assertThat(desk.accuracy().oldestUnpostedNs()).isNull();
        assertThat(desk.accuracy().byUnit().get("PCE").posted()).isEqualTo(new Tally(3, good(7)));
        assertThat(desk.accuracy().total().accuracyMillionths()).isEqualTo(1_000_000);
    }

    @Test
    void shouldKeepAnAnswerForAConfirmationThatComesLater() {
        desk.answer(posting(FIRST, Status.IN_DOUBT, 1), posting(FIRST, Status.POSTED, 2));
        assertThat(desk.statuses).isEmpty();
        desk.confirm(FIRST);

        assertThat(desk.figures().posted()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.figures().inDoubt()).isEqualTo(Tally.NONE);
        assertThat(desk.open).isEmpty();
    }

    @Test
    void shouldTakeRepeatsOnce() {
        desk.confirm(FIRST, SECOND, FIRST).answer(FIRST, Status.REJECTED).answer(SECOND, Status.POSTED);
        final int said = desk.statuses.size();
        desk.confirm(FIRST, SECOND)
                .answer(FIRST, Status.REJECTED)
                .answer(SECOND, Status.POSTED)
                .answer(SECOND, Status.REJECTED)
                .answer(SECOND, Status.IN_DOUBT);

        assertThat(desk.statuses).hasSize(said);
        assertThat(desk.decisions).hasSize(1);
        assertThat(desk.refused).isEmpty();
        assertThat(desk.figures().confirmed()).isEqualTo(new Tally(2, good(12)));
        assertThat(desk.figures().posted()).isEqualTo(new Tally(1, good(7)));
        assertThat(desk.figures().returned()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.figures().rejected()).isEqualTo(new Tally(1, good(5)));
    }

    @Test
    void shouldReturnWhatWasRejectedByAnEventOfTheMachine() {
        desk.confirm(FIRST, SECOND).answer(new Posting(FIRST.id(), Status.REJECTED, 2, "", "period closed", 9));

        assertThat(desk.state(FIRST)).isEqualTo(State.RETURNED);
        assertThat(desk.decisions).hasSize(1);
        final Event event = desk.decisions.get(0).event();
        assertThat(event.fact())
                .isEqualTo(new Fact.Decision(
                        DecisionType.CONFIRMATION_RETURNED, FIRST.id().toString(), "postings", "period closed"));
        assertThat(event.head().machine()).isEqualTo(PRESS_1);
        assertThat(event.head().source()).isEqualTo("postings");
        assertThat(event.head().sourceEventId()).isEqualTo(FIRST.id() + "/2");
        assertThat(event.head().sequence()).as("no transport identity").isZero();
        assertThat(event.head().gatewayTimeNs())
                .as("never ahead of the machine")
                .isEqualTo(SECOND.triggerGatewayNs());
        assertThat(event.head().sourceTimeNs()).isEqualTo(SECOND.triggerGatewayNs());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"REVERSAL", "FINAL"})
    void shouldParkWhatNobodyCouldTellAgain(final Kind kind) {
        final Confirmation refused = confirmation(kind, kind == Kind.FINAL ? "" : PRESS_1, 2, 0);
        desk.confirm(FIRST, refused).answer(refused, Status.REJECTED);

        assertThat(desk.state(refused)).isEqualTo(State.PARKED);
        assertThat(desk.decisions).isEmpty();
    }

    @Test
    void shouldParkByPolicyUntilItIsPostedAfterAll() {
        desk.policy = RejectedPolicy.PARK;
        desk.confirm(FIRST).answer(FIRST, Status.REJECTED).answer(posting(FIRST, Status.IN_DOUBT, 2));
        assertThat(desk.status().parked()).extracting(Open::id).containsExactly(FIRST.id());
        assertThat(desk.status().oldestUnpostedNs())
                .as("it waits for somebody, not to be posted")
                .isNull();
        desk.answer(posting(FIRST, Status.POSTED, 3));

        assertThat(desk.decisions).isEmpty();
        assertThat(desk.figures().parked()).isEqualTo(Tally.NONE);
        assertThat(desk.figures().posted()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.figures().rejected()).isEqualTo(new Tally(1, good(5)));
    }

    @Test
    void shouldListWhatIsInDoubtAsUnposted() {
        desk.confirm(FIRST).answer(FIRST, Status.IN_DOUBT);

        assertThat(desk.state(FIRST)).isEqualTo(State.IN_DOUBT);
        assertThat(desk.figures().inDoubt()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.figures().unposted()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.status().oldestUnpostedNs()).isEqualTo(FIRST.triggerGatewayNs());
    }

    @Test
    void shouldIgnoreTheAnswerToAnEarlierTry() {
        desk.confirm(FIRST).answer(posting(FIRST, Status.IN_DOUBT, 2), posting(FIRST, Status.REJECTED, 1));

        assertThat(desk.state(FIRST)).isEqualTo(State.IN_DOUBT);
        assertThat(desk.decisions).isEmpty();
    }

    @Test
    void shouldParkWhatItsMachineHasReversedAlready() {
        final Confirmation reversal = confirmation(Kind.REVERSAL, PRESS_1, 2, -5, FIRST.id());
        desk.confirm(FIRST, reversal).answer(FIRST, Status.REJECTED);

        assertThat(desk.state(FIRST)).isEqualTo(State.PARKED);
        assertThat(desk.decisions).isEmpty();
    }

    /** The machine reversed it before it heard of the return, and so has not returned it. */
    @Test
    void shouldParkWhatItsMachineReversedInsteadOfReturningIt() {
        final Confirmation reversal = confirmation(Kind.REVERSAL, PRESS_1, 2, -5, FIRST.id());
        desk.confirm(FIRST).answer(FIRST, Status.REJECTED).confirm(reversal);

        assertThat(desk.state(FIRST)).isEqualTo(State.PARKED);
        assertThat(desk.figures().returned()).isEqualTo(Tally.NONE);
        assertThat(desk.figures().parked()).isEqualTo(new Tally(1, good(5)));
    }

    @Test
    void shouldParkWhatItsMachineMayHaveForgotten() {
        desk.confirm(FIRST);
        for (int number = 2; number <= 2 + PostingAccount.RETURNABLE; number++) {
            desk.confirm(confirmation(Kind.PARTIAL, PRESS_1, number, 1));
        }
        desk.answer(FIRST, Status.REJECTED).answer(SECOND, Status.REJECTED);
        assertThat(desk.state(FIRST)).as("too many since").isEqualTo(State.PARKED);
        assertThat(desk.state(SECOND)).isEqualTo(State.RETURNED);

        desk.confirm(OTHER)
                .answer(new Posting(
                        OTHER.id(),
                        Status.REJECTED,
                        1,
                        "",
                        "",
                        OTHER.triggerGatewayNs() + MachineAccount.HORIZON_NS - DAY_MS * 1_000_000));
        assertThat(desk.state(OTHER)).as("too long ago").isEqualTo(State.PARKED);
    }

    @Test
    void shouldNotGoRoundForEverWhereTheErpRefusesEverything() {
        int number = 1;
        for (int i = 0; i < PostingAccount.RETURNS_IN_A_ROW; i++, number++) {
            final Confirmation each = confirmation(Kind.PARTIAL, PRESS_1, number, 5);
            desk.confirm(each).answer(each, Status.REJECTED);
            assertThat(desk.state(each)).isEqualTo(State.RETURNED);
        }
        final Confirmation parked = confirmation(Kind.PARTIAL, PRESS_1, number++, 5);
        desk.confirm(parked).answer(parked, Status.REJECTED);
        assertThat(desk.state(parked)).isEqualTo(State.PARKED);

        final Confirmation after = confirmation(Kind.PARTIAL, PRESS_1, number, 5);
        desk.confirm(after).answer(parked, Status.POSTED).answer(after, Status.REJECTED);
        assertThat(desk.state(after)).as("the ERP takes something again").isEqualTo(State.RETURNED);
    }

    @Test
    void shouldSayLoudlyThatAReturnedOneWasPosted() {
        desk.confirm(FIRST).answer(FIRST, Status.REJECTED).answer(posting(FIRST, Status.POSTED, 2));

        assertThat(desk.refused).extracting(PostingOutputs.Refused::why).containsExactly(Why.POSTED_AFTER_RETURN);
        assertThat(desk.figures().returned()).isEqualTo(new Tally(1, good(5)));
        assertThat(desk.figures().posted()).isEqualTo(Tally.NONE);
    }

    @Test
    void shouldRefuseAnAnswerWhoseConfirmationDoesNotComeInADay() {
        desk.answer(FIRST, Status.POSTED);
        desk.nowMs += PostingAccount.EARLY_MS - 1;
        desk.expire();
        assertThat(desk.refused).isEmpty();
        desk.nowMs++;
        desk.expire();

        assertThat(desk.refused).extracting(PostingOutputs.Refused::why).containsExactly(Why.UNKNOWN_CONFIRMATION);
        assertThat(PostingAccount.read(desk.account).isForgettable(desk.nowMs)).isTrue();
    }

    @Test
    void shouldForgetOnlyWhatIsDoneAndOld() {
        desk.confirm(FIRST, LAST).answer(LAST, Status.POSTED);
        assertThat(PostingAccount.read(desk.account).isForgettable(desk.nowMs + 364 * DAY_MS))
                .as("one is unposted")
                .isFalse();
        desk.answer(FIRST, Status.POSTED);
        assertThat(PostingAccount.read(desk.account).isForgettable(desk.nowMs + 13 * DAY_MS))
                .isFalse();
        assertThat(PostingAccount.read(desk.account).isForgettable(desk.nowMs + 14 * DAY_MS))
                .isTrue();
    }

    @Test
    void shouldForgetInTheEndWhatNobodyEverAnswers() {
        desk.confirm(FIRST);
        final PostingAccount abandoned = PostingAccount.read(desk.account);
        assertThat(abandoned.isForgettable(desk.nowMs + 365 * DAY_MS)).isTrue();
        abandoned.forget(desk);

        assertThat(desk.accuracy().oldestUnpostedNs()).isNull();
        assertThat(desk.accuracy().total().unposted()).as("sums stay").isEqualTo(new Tally(1, good(5)));
    }

    @Test
    void shouldStaySmallHoweverMuchIsSaid() {
        for (int number = 1; number <= 2_000; number++) {
            final Confirmation each = confirmation(Kind.PARTIAL, PRESS_1, number, 1);
            desk.confirm(each).answer(each, number % 2 == 0 ? Status.POSTED : Status.REJECTED);
            desk.answer(new Posting(new UUID(0, number), Status.POSTED, 1, "4711", "", number));
            desk.statuses.clear();
        }

        assertThat(desk.account.length).isLessThan(5_000);
        assertThat(desk.open).hasSize(PostingAccount.RETURNED_KEPT);
        assertThat(desk.figures().returned()).isEqualTo(new Tally(1_000, good(1_000)));
    }
}
