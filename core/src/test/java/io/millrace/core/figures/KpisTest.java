package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.plant.Quantities;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures by hand: a shift of eight hours, in minutes, and what is undefined. */
class KpisTest {
    private static final long MINUTE = 60_000_000_000L;
    private static final Offset<Double> EXACT = within(1e-12);

    /** APT 300, AUST 40, ADET 60, ADOT 20, breaks 60; 500 pieces planned at 33 s, 480 good, 15 scrap, 5 rework; two failures, 30 min. */
    private static final Sums SHIFT = new Sums(
            new Times(300 * MINUTE, 40 * MINUTE, 60 * MINUTE, 20 * MINUTE, 60 * MINUTE, 7 * MINUTE, 0),
            new Quantities(480_000, 15_000, 5_000),
            275 * MINUTE,
            0,
            new Stops(9, 4, 6 * MINUTE, 2, 30 * MINUTE));

    @Provide
    Arbitrary<Sums> sums() {
        return AnySums.arbitrary();
    }

    @Provide
    Arbitrary<List<Sums>> buckets() {
        return AnySums.arbitrary().list().ofMaxSize(12);
    }

    @Test
    void shouldComputeAShift() {
        final Kpis kpis = Kpis.of(SHIFT);
        assertThat(kpis.availability()).isCloseTo(300.0 / 420, EXACT);
        assertThat(kpis.effectiveness()).isCloseTo(275.0 / 300, EXACT);
        assertThat(kpis.qualityRatio()).isCloseTo(0.96, EXACT);
        // APT cancels: good pieces at their planned pace over the planned busy time.
        assertThat(kpis.oee()).isCloseTo(275.0 * 0.96 / 420, EXACT);
        assertThat(kpis.nee()).isCloseTo(340.0 / 420 * 275 / 300 * 0.96, EXACT);
        assertThat(kpis.scrapRatio()).isCloseTo(0.03, EXACT);
        assertThat(kpis.reworkRatio()).isCloseTo(0.01, EXACT);
        assertThat(kpis.technicalEfficiency()).isCloseTo(300.0 / 360, EXACT);
        assertThat(kpis.setupRatio()).isCloseTo(40.0 / 340, EXACT);
        assertThat(kpis.utilizationEfficiency()).isCloseTo(300.0 / 400, EXACT);
        assertThat(kpis.allocationEfficiency()).isCloseTo(400.0 / 420, EXACT);
        assertThat(kpis.mtbfNs()).isEqualTo(170.0 * MINUTE);
        assertThat(kpis.mttrNs()).isEqualTo(15.0 * MINUTE);
        assertThat(kpis.overOne()).isFalse();
        assertThat(kpis.incomplete()).isFalse();
    }

    @Test
    void shouldSayNothingOfNothing() {
        assertThat(Kpis.of(Sums.ZERO))
                .isEqualTo(new Kpis(
                        null, null, null, null, null, null, null, null, null, null, null, null, null, false, false));
    }

    @Test
    void shouldHaveNoAvailabilityWherePlannedBusyTimeIsZero() {
        final Kpis kpis = Kpis.of(Sums.of(TimeElement.PLANNED, 60 * MINUTE).plus(Sums.of(TimeElement.UNSCHEDULED, 5)));
        assertThat(kpis.availability()).isNull();
        assertThat(kpis.allocationEfficiency()).isNull();
        assertThat(kpis.oee()).isNull();
        assertThat(kpis.nee()).isNull();
        assertThat(kpis.incomplete()).isFalse();
    }

    @Test
    void shouldHaveAnAvailabilityOfZeroAndNoOeeWhereItOnlyStood() {
        final Kpis kpis = Kpis.of(Sums.of(TimeElement.DELAY, 60 * MINUTE));
        assertThat(kpis.availability()).isZero();
        assertThat(kpis.technicalEfficiency()).isZero();
        assertThat(kpis.utilizationEfficiency()).isZero();
        assertThat(kpis.allocationEfficiency()).isEqualTo(1);
        assertThat(kpis.effectiveness()).isNull();
        assertThat(kpis.setupRatio()).isNull();
        assertThat(kpis.oee()).isNull();
    }

    @Test
    void shouldHaveNoQualityAndNoOeeWhereItRanAndMadeNothing() {
        final Kpis kpis = Kpis.of(Sums.of(TimeElement.PRODUCTION, 60 * MINUTE));
        assertThat(kpis.availability()).isEqualTo(1);
        assertThat(kpis.effectiveness()).isZero();
        assertThat(kpis.qualityRatio()).isNull();
        assertThat(kpis.scrapRatio()).isNull();
        assertThat(kpis.oee()).isNull();
    }

    @Test
    void shouldHaveNoEffectivenessWhereAPartOfTheUnitsHasNoPlannedRunTime() {
        final Kpis kpis = Kpis.of(SHIFT.plus(Sums.of(new Quantities(1, 0, 0), null)));
        assertThat(kpis.effectiveness()).isNull();
        assertThat(kpis.oee()).isNull();
        assertThat(kpis.nee()).isNull();
        assertThat(kpis.availability()).isEqualTo(Kpis.of(SHIFT).availability());
        assertThat(kpis.qualityRatio()).isCloseTo(480.001 / 500.001, EXACT);
    }

    @Test
    void shouldLeaveWhatIsOverOneUncappedAndFlagIt() {
        final Sums fast = Sums.of(TimeElement.PRODUCTION, 10 * MINUTE)
                .plus(Sums.of(new Quantities(24_000, 0, 0), 30_000_000_000L));
        final Kpis kpis = Kpis.of(fast);
        assertThat(kpis.effectiveness()).isCloseTo(1.2, EXACT);
        assertThat(kpis.oee()).isCloseTo(1.2, EXACT);
        assertThat(kpis.overOne()).isTrue();
    }

    @Test
    void shouldFlagAQualityOverOneAfterACorrection() {
        final Kpis kpis = Kpis.of(Sums.of(new Quantities(5_000, -1_000, 0), 1L));
        assertThat(kpis.qualityRatio()).isCloseTo(1.25, EXACT);
        assertThat(kpis.overOne()).isTrue();
    }

    @Test
    void shouldKeepUnknownTimeOutOfTheFiguresAndFlagIt() {
        final Kpis kpis = Kpis.of(SHIFT.plus(Sums.of(TimeElement.UNKNOWN, 1)));
        final Kpis known = Kpis.of(SHIFT);
        assertThat(kpis.incomplete()).isTrue();
        assertThat(kpis.availability()).isEqualTo(known.availability());
        assertThat(kpis.oee()).isEqualTo(known.oee());
    }

    /** Averaging would say (1.0 + 0.0) / 2; an hour and a minute are not equals. */
    @Test
    void shouldWeighBucketsByTheirTime() {
        final Sums hour = Sums.of(TimeElement.PRODUCTION, 60 * MINUTE);
        final Sums minute = Sums.of(TimeElement.DELAY, MINUTE);
        assertThat(Kpis.of(hour.plus(minute)).availability()).isCloseTo(60.0 / 61, EXACT);
    }

    @Property(tries = 300)
    void shouldComputeTheSameFromBucketsAsFromTheWhole(@ForAll("buckets") final List<Sums> buckets) {
        final Sums forwards = buckets.stream().reduce(Sums.ZERO, Sums::plus);
        final Sums backwards = buckets.stream().reduce(Sums.ZERO, (sum, each) -> each.plus(sum));
        final Sums whole = new Sums(
                new Times(
                        buckets.stream()
                                .mapToLong(b -> b.times().productionNs())
                                .sum(),
                        buckets.stream().mapToLong(b -> b.times().setupNs()).sum(),
                        buckets.stream().mapToLong(b -> b.times().delayNs()).sum(),
                        buckets.stream().mapToLong(b -> b.times().downNs()).sum(),
                        buckets.stream().mapToLong(b -> b.times().plannedNs()).sum(),
                        buckets.stream()
                                .mapToLong(b -> b.times().unscheduledNs())
                                .sum(),
                        buckets.stream().mapToLong(b -> b.times().unknownNs()).sum()),
                buckets.stream().map(Sums::quantities).reduce(Quantities.ZERO, Quantities::plus),
                buckets.stream().mapToLong(Sums::plannedRunNs).sum(),
                buckets.stream().mapToLong(Sums::plannedUnknownMilli).sum(),
                buckets.stream().map(Sums::stops).reduce(Stops.ZERO, Stops::plus));
        assertThat(Kpis.of(forwards)).isEqualTo(Kpis.of(backwards)).isEqualTo(Kpis.of(whole));
    }

    @Property(tries = 300)
    void shouldKeepRatiosOfTimeBetweenZeroAndOne(@ForAll("sums") final Sums any) {
        final Kpis kpis = Kpis.of(any);
        for (final Double ratio : new Double[] {
            kpis.availability(),
            kpis.technicalEfficiency(),
            kpis.setupRatio(),
            kpis.utilizationEfficiency(),
            kpis.allocationEfficiency(),
            kpis.qualityRatio(),
            kpis.scrapRatio(),
            kpis.reworkRatio()
        }) {
            if (ratio != null) {
                assertThat(ratio).isBetween(0.0, 1.0);
            }
        }
    }
}
