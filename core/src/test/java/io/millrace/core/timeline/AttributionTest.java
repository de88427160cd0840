package io.millrace.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Transition;
import org.junit.jupiter.api.Test;

/** Whose units a step is when orders change, and how what is said of orders is corrected. */
class AttributionTest {
    @Test
    void shouldLeaveUnitsOfNoOrderUnattributed() {
        final Line line = new Line(Line.RULES).good(0, 0).good(1, 4);
        assertThat(line.goodOf(null)).isEqualTo(4);
    }

    @Test
    void shouldChargeAStepOverAnOrderChangeToTheOneThatRuns() {
        final Line line = new Line(Line.RULES).good(0, 0).start(0, Line.A).good(10, 5);
        line.start(11, Line.B).good(12, 8);
        assertThat(line.goodOf(Line.A)).isEqualTo(5);
        assertThat(line.goodOf(Line.B)).isEqualTo(3);
    }

    @Test
    void shouldChargeAStepOverTheEndOfAnOrderToTheOneThatJustRan() {
        final Line line = new Line(Line.RULES)
                .good(0, 0)
                .start(0, Line.A)
                .good(10, 5)
                .complete(11, Line.A)
                .good(12, 7);
        assertThat(line.goodOf(Line.A)).isEqualTo(7);
        line.good(13, 8);
        assertThat(line.goodOf(Line.A)).isEqualTo(7);
        assertThat(line.goodOf(null)).isEqualTo(1);
    }

    @Test
    void shouldNotGuessWhoseAStepIsThatIsLongerThanTheSpan() {
        final Line atTheSpan = new Line(Line.RULES)
                .good(0, 0)
                .start(0, Line.A)
                .good(10, 5)
                .start(30, Line.B)
                .good(70, 8);
        assertThat(atTheSpan.goodOf(Line.B)).isEqualTo(3);
        final Line longer = new Line(Line.RULES)
                .good(0, 0)
                .start(0, Line.A)
                .good(10, 5)
                .start(30, Line.B)
                .good(71, 8);
        assertThat(longer.goodOf(Line.B)).isZero();
        assertThat(longer.goodOf(null)).isEqualTo(3);
        longer.good(72, 9);
        assertThat(longer.goodOf(Line.B)).isEqualTo(1);
    }

    @Test
    void shouldChargeALongStepWithinOneOrderToIt() {
        final Line line =
                new Line(Line.RULES).good(0, 0).start(0, Line.A).good(1, 1).good(86_400, 9);
        assertThat(line.goodOf(Line.A)).isEqualTo(9);
    }

    @Test
    void shouldChargeAUnitAtTheInstantOfAStartToWhatWasBefore() {
        final Line line = new Line(Line.RULES).good(0, 0).start(0, Line.A).start(10, Line.B);
        line.good(10, 1).good(11, 2);
        assertThat(line.goodOf(Line.A)).isEqualTo(1);
        assertThat(line.goodOf(Line.B)).isEqualTo(1);
    }

    @Test
    void shouldEndOneOrderBeforeAnotherStartsAtTheSameInstant() {
        final Line line =
                new Line(Line.RULES).start(0, Line.A).start(10, Line.B).complete(10, Line.A);
        assertThat(line.now().running()).isEqualTo(Line.B);
        assertThat(line.totals.completions).containsOnlyKeys(Line.A).containsEntry(Line.A, 1);
        final Line unnamed =
                new Line(Line.RULES).start(0, Line.A).start(10, Line.B).complete(10, null);
        assertThat(unnamed.now().running()).isEqualTo(Line.B);
    }

    @Test
    void shouldCompleteTheRunningOrderWhenAnotherStarts() {
        final Line line = new Line(Line.RULES).start(0, Line.A).start(10, Line.B);
        assertThat(line.totals.completions).containsEntry(Line.A, 1).doesNotContainKey(Line.B);
        assertThat(line.now().isOpen(Line.A)).isFalse();
        assertThat(line.now().isOpen(Line.B)).isTrue();
    }

    @Test
    void shouldNotCompleteAnOrderThatIsPaused() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .context(5, Transition.PAUSED, Line.A, 0, false)
                .start(10, Line.B);
        assertThat(line.totals.completions).isEmpty();
        assertThat(line.now().isOpen(Line.A)).isTrue();
        line.complete(20, Line.B).context(21, Transition.RESUMED, Line.A, 0, false);
        assertThat(line.now().running()).isEqualTo(Line.A);
        line.complete(30, Line.A);
        assertThat(line.totals.completions).containsEntry(Line.A, 1).containsEntry(Line.B, 1);
    }

    @Test
    void shouldMoveUnitsWhenAStartComesLate() {
        final Line line = new Line(Line.RULES).good(0, 0).start(0, Line.A);
        for (int i = 1; i <= 20; i++) {
            line.good(i, i);
        }
        line.start(10, Line.B);
        assertThat(line.goodOf(Line.A)).isEqualTo(10);
        assertThat(line.goodOf(Line.B)).isEqualTo(10);
        assertThat(line.changes.isLate()).isTrue();
        assertThat(line.totals.completions).containsEntry(Line.A, 1);
    }

    @Test
    void shouldUndoAStartThatIsCancelled() {
        final Line line = new Line(Line.RULES).good(0, 0).start(1, Line.A).good(5, 3);
        line.start(6, Line.B).good(10, 8);
        line.context(6, Transition.STARTED, Line.B, 1, true);
        assertThat(line.goodOf(Line.A)).isEqualTo(8);
        assertThat(line.goodOf(Line.B)).isZero();
        assertThat(line.now().running()).isEqualTo(Line.A);
        assertThat(line.totals.completions).isEmpty();
    }

    @Test
    void shouldLetTheHighestRevisionHoldInWhateverOrderTheyCome() {
        final int[][] orders = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
        for (final int[] order : orders) {
            final Line line = new Line(Line.RULES).good(0, 0).good(10, 4);
            for (final int revision : order) {
                line.context(1, Transition.STARTED, revision == 1 ? Line.B : Line.A, revision, revision == 0);
            }
            assertThat(line.goodOf(Line.A)).isEqualTo(4);
            assertThat(line.goodOf(Line.B)).isZero();
        }
    }

    @Test
    void shouldKnowASecondSayingOfTheSame() {
        final Line line = new Line(Line.RULES);
        final Entry start = new Entry.Context(Line.at(1), 77, Transition.STARTED, false, 0, Line.A);
        assertThat(line.insert(start)).isTrue();
        line.good(0, 0).good(2, 2);
        assertThat(line.insert(start)).isFalse();
        assertThat(line.changes.byOperation()).isEmpty();
        assertThat(line.goodOf(Line.A)).isEqualTo(2);
    }

    @Test
    void shouldCompleteTwoOrdersAtTheSameInstant() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .context(5, Transition.PAUSED, Line.A, 0, false)
                .start(10, Line.B)
                .complete(20, Line.A)
                .complete(20, Line.B);
        assertThat(line.totals.completions).containsEntry(Line.A, 1).containsEntry(Line.B, 1);
    }

    /** An order context that names no operation means whatever is open at the machine. */
    @Test
    void shouldCompleteAPausedOrderWithoutNamingIt() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .context(5, Transition.PAUSED, Line.A, 0, false)
                .complete(10, null);
        assertThat(line.totals.completions).containsEntry(Line.A, 1);
    }
}
