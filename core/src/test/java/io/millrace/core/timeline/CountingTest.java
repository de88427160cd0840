package io.millrace.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Measure;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

/** How readings and reports become units, and which readings do not. */
class CountingTest {
    @Test
    void shouldTakeTheFirstReadingAsWhereTheCounterStood() {
        final Line line = new Line(Line.RULES).start(0, Line.A).good(1, 5_000).good(2, 5_003);
        assertThat(line.goodOf(Line.A)).isEqualTo(3);
    }

    @Test
    void shouldCountOverTheModulus() {
        final Line line = new Line(Line.WRAPPING).start(0, Line.A).good(1, 95).good(2, 5);
        assertThat(line.goodOf(Line.A)).isEqualTo(10);
        assertThat(line.totals.quarantinedMilli).isZero();
    }

    @Test
    void shouldNotBelieveAWrapThatIsTooFar() {
        final Line line = new Line(Line.WRAPPING).start(0, Line.A).good(1, 60).good(2, 5);
        assertThat(line.goodOf(Line.A)).isZero();
    }

    @Test
    void shouldNotWrapWithoutAModulus() {
        final Line line = new Line(Line.RULES).start(0, Line.A).good(1, 95).good(2, 5);
        assertThat(line.goodOf(Line.A)).isZero();
    }

    @Test
    void shouldCountFromZeroAfterAResetWithEvidence() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .good(1, 95)
                .reading(2, Measure.GOOD, 5, true)
                .good(3, 6);
        assertThat(line.goodOf(Line.A)).isEqualTo(6);
        assertThat(line.totals.quarantinedMilli).isZero();
    }

    @Test
    void shouldNotCountAgainWhenEvidenceComesWithoutAReset() {
        final Line line = new Line(Line.RULES).start(0, Line.A).good(1, 95).reading(2, Measure.GOOD, 97, true);
        assertThat(line.goodOf(Line.A)).isEqualTo(2);
    }

    @Test
    void shouldQuarantineWhatMovesWhileTheCounterIsBehindItself() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .good(1, 50)
                .good(2, 20)
                .good(3, 23)
                .good(4, 27);
        assertThat(line.goodOf(Line.A)).isZero();
        assertThat(line.totals.quarantinedMilli).isEqualTo(7_000);
    }

    @Test
    void shouldGoOnWhereTheCounterStoodAfterAGlitch() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .good(1, 50)
                .good(2, 20)
                .good(3, 51)
                .good(4, 52);
        assertThat(line.goodOf(Line.A)).isEqualTo(2);
        assertThat(line.totals.quarantinedMilli).isZero();
    }

    @Test
    void shouldReleaseFromQuarantineWhenEvidenceOfTheResetComesLate() {
        final Line line =
                new Line(Line.RULES).start(0, Line.A).good(1, 50).good(2, 20).good(3, 23);
        line.reading(1.5, Measure.GOOD, 0, true);
        assertThat(line.goodOf(Line.A)).isEqualTo(23);
        assertThat(line.totals.quarantinedMilli).isZero();
        assertThat(line.changes.quarantinedMilli()).isEqualTo(-3_000);
    }

    @Test
    void shouldCountEachMeasureByItself() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .good(1, 10)
                .reading(1, Measure.SCRAP, 3, false)
                .reading(1, Measure.REWORK, 1, false)
                .good(2, 14)
                .reading(2, Measure.SCRAP, 4, false)
                .reading(2, Measure.REWORK, 3, false);
        assertThat(line.of(Line.A)).isEqualTo(new Quantities(4_000, 1_000, 2_000));
    }

    @Test
    void shouldTakeScrapOutOfATotal() {
        final Line line = new Line(Line.RULES)
                .start(0, Line.A)
                .reading(1, Measure.TOTAL, 100, false)
                .reading(1, Measure.SCRAP, 7, false)
                .reading(2, Measure.TOTAL, 110, false)
                .reading(3, Measure.SCRAP, 9, false);
        assertThat(line.of(Line.A)).isEqualTo(new Quantities(8_000, 2_000, 0));
    }

    @Test
    void shouldOnlyObserveReportsWhereTheCounterCountsAndTheOtherWayRound() {
        final Line counted =
                new Line(Line.RULES).start(0, Line.A).good(1, 0).good(2, 3).report(3, Measure.GOOD, 50, Line.A);
        assertThat(counted.goodOf(Line.A)).isEqualTo(3);
        final Line reported =
                new Line(Line.REPORTED).start(0, Line.A).good(1, 0).good(2, 3).report(3, Measure.GOOD, 50, null);
        assertThat(reported.goodOf(Line.A)).isEqualTo(50);
    }

    @Test
    void shouldChargeAReportToTheOperationItNames() {
        final Line line = new Line(Line.REPORTED)
                .start(0, Line.A)
                .report(1, Measure.GOOD, 5, Line.B)
                .report(2, Measure.SCRAP, 2, null);
        assertThat(line.of(Line.B)).isEqualTo(new Quantities(5_000, 0, 0));
        assertThat(line.of(Line.A)).isEqualTo(new Quantities(0, 2_000, 0));
    }

    @Test
    void shouldMoveDeclaredScrapFromGood() {
        final Line line =
                new Line(Line.RULES).start(0, Line.A).good(1, 0).good(2, 10).scrapped(3, 4, null);
        assertThat(line.of(Line.A)).isEqualTo(new Quantities(6_000, 4_000, 0));
    }
}
