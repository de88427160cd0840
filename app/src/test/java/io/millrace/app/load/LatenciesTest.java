package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void shouldMeasureWhatWasScheduledInTheStretchWheneverItArrives() {
        latencies.measure(1_000, 2_000);

        latencies.record(Hop.KAFKA, 999, 1_500);
        latencies.record(Hop.KAFKA, 1_000, 1_500);
        latencies.record(Hop.KAFKA, 1_999, 9_999);
        latencies.record(Hop.KAFKA, 2_000, 2_001);

        assertThat(latencies.of(Hop.KAFKA).getTotalCount()).isEqualTo(2);
        assertThat(latencies.of(Hop.GATEWAY).getTotalCount()).isZero();
    }

    @Test
    void shouldMeasureNothingBeforeItIsTold() {
        latencies.record(Hop.KAFKA, 1, 2);

        assertThat(latencies.of(Hop.KAFKA).getTotalCount()).isZero();
    }

    @Test
    void shouldTakeATimeBeforeTheScheduledOneForNone() {
        latencies.measure(0, Long.MAX_VALUE);

        latencies.record(Hop.KAFKA, 1_000_500, 1_000_000);

        assertThat(latencies.of(Hop.KAFKA).getMaxValue()).isZero();
    }
}
