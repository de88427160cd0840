package io.millrace.app.perf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.perf.ScaleReport.Growth;
import io.millrace.app.perf.ScaleReport.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void shouldLeaveOutTheFirstWeeksAndFindTheSlopeOfTheRest() {
        final Growth growth = requireNonNull(
                Trend.of(List.of(sample(7, 1, 9_000), sample(14, 100, 50), sample(21, 110, 50), sample(28, 120, 50))));

        assertThat(growth.liveHeapBytes()).isCloseTo(10, within(1e-9));
        assertThat(growth.stateBytes()).isCloseTo(0, within(1e-9));
    }

    @Test
    void shouldNotTellFromTooFew() {
        assertThat(Trend.of(List.of(sample(7, 1, 1), sample(14, 2, 2), sample(21, 3, 3))))
                .isNull();
    }

    private static Sample sample(final double day, final long heap, final long state) {
        return new Sample(day, 0, 0, 0, 0, 0, 0, heap, state, 0, 0);
    }
}
