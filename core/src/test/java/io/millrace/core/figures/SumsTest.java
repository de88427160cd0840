package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.core.plant.Quantities;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Buckets add up in any order and grouping, and what was added can be taken out again. */
class SumsTest {
    @Provide
    Arbitrary<Sums> sums() {
        return AnySums.arbitrary();
    }

    @Property(tries = 500)
    void shouldAddUpInAnyOrderAndGrouping(
            @ForAll("sums") final Sums a, @ForAll("sums") final Sums b, @ForAll("sums") final Sums c) {
        assertThat(a.plus(b).plus(c))
                .isEqualTo(a.plus(b.plus(c)))
                .isEqualTo(c.plus(a).plus(b));
        assertThat(a.plus(Sums.ZERO)).isEqualTo(a);
    }

    @Property(tries = 500)
    void shouldTakeOutWhatWasAdded(@ForAll("sums") final Sums a, @ForAll("sums") final Sums b) {
        assertThat(a.plus(b).minus(b)).isEqualTo(a);
        assertThat(a.minus(b).plus(b)).isEqualTo(a);
        assertThat(a.minus(a).isZero()).isTrue();
    }

    @Property(tries = 500)
    void shouldDivideAllTimeIntoItsElements(@ForAll("sums") final Sums any) {
        final Times times = any.times();
        assertThat(Arrays.stream(TimeElement.values()).mapToLong(times::ns).sum())
                .isEqualTo(times.totalNs());
        assertThat(Arrays.stream(TimeElement.values())
                        .map(element -> Times.of(element, times.ns(element)))
                        .reduce(Times.ZERO, Times::plus))
                .isEqualTo(times);
    }

    /** POT = all but UNSCHEDULED; PBT also without PLANNED and UNKNOWN; AUBT, AUPT as ISO 22400-2 nests them. */
    @Test
    void shouldNestTheTimesAsTheTimeModelDoes() {
        final Times times = new Times(1, 20, 300, 4_000, 50_000, 600_000, 7_000_000);
        assertThat(times.auptNs()).isEqualTo(21);
        assertThat(times.aubtNs()).isEqualTo(321);
        assertThat(times.pbtNs()).isEqualTo(4_321);
        assertThat(times.potNs()).isEqualTo(7_054_321);
        assertThat(times.totalNs()).isEqualTo(7_654_321);
    }

    @ParameterizedTest
    @EnumSource(TimeElement.class)
    void shouldKeepEachElementApart(final TimeElement element) {
        final Sums sums = Sums.of(element, 5);
        for (final TimeElement other : TimeElement.values()) {
            assertThat(sums.times().ns(other)).isEqualTo(other == element ? 5 : 0);
        }
        assertThat(sums.isZero()).isFalse();
    }

    /** Good, scrap and rework in thousandths, run time per unit, planned run time of all that was produced. */
    @ParameterizedTest
    @CsvSource({
        "3000, 1000, 500, 2000, 9000",
        "0, 0, 0, 2000, 0",
        "1, 0, 0, 999, 0",
        "1500, 0, 0, 3, 4",
        "-1500, 0, 0, 3, -4",
        "9000000000000, 0, 0, 1000000000, 9000000000000000000"
    })
    void shouldPlanTheRunTimeOfAllThatWasProduced(
            final long good, final long scrap, final long rework, final long runNsPerUnit, final long plannedNs) {
        final Sums sums = Sums.of(new Quantities(good, scrap, rework), runNsPerUnit);
        assertThat(sums.plannedRunNs()).isEqualTo(plannedNs);
        assertThat(sums.plannedUnknownMilli()).isZero();
        assertThat(sums.quantities()).isEqualTo(new Quantities(good, scrap, rework));
    }

    @Test
    void shouldRememberHowMuchHasNoPlannedRunTime() {
        final Sums sums = Sums.of(new Quantities(3000, 1000, 500), null);
        assertThat(sums.plannedUnknownMilli()).isEqualTo(4500);
        assertThat(sums.plannedRunNs()).isZero();
    }

    @Test
    void shouldRatherFailThanWrap() {
        final Sums much = Sums.of(TimeElement.DELAY, Long.MAX_VALUE);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> much.plus(much));
    }
}
