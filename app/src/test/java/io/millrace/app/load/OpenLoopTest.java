package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Long> scheduled = new ArrayList<>();
    private final List<Long> sent = new ArrayList<>();
    private long nowNs = START_NS - 10 * MS;

    @Test
    void shouldSendAtTheScheduledTimes() {
        final long count = loop((number, scheduledNs) -> note(scheduledNs)).run(START_NS, START_NS + 10 * MS, 1_000);

        assertThat(count).isEqualTo(10);
        assertThat(scheduled).first().isEqualTo(START_NS);
        assertThat(scheduled).last().isEqualTo(START_NS + 9 * MS);
        assertThat(sent).isEqualTo(scheduled);
    }

    @Test
    void shouldNotDriftAtARateThatDividesNoSecond() {
        final long count = loop((number, scheduledNs) -> note(scheduledNs))
                .run(START_NS, START_NS + TimeUnit.SECONDS.toNanos(30), 333.3);

        assertThat(count).isEqualTo(9_999);
        assertThat(scheduled.get(3_333) - START_NS).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void shouldKeepTheScheduleWhenTheSinkStalls() {
        loop((number, scheduledNs) -> {
                    note(scheduledNs);
                    nowNs += number == 100 ? 500 * MS : 0;
                })
                .run(START_NS, START_NS + TimeUnit.SECONDS.toNanos(1), 1_000);

        assertThat(scheduled).hasSize(1_000);
        assertThat(scheduled.get(101)).isEqualTo(START_NS + 101 * MS);
        assertThat(sent.get(101)).as("sent at once, late").isEqualTo(START_NS + 600 * MS);
        assertThat(sent.get(599)).isEqualTo(START_NS + 600 * MS);
        assertThat(sent.get(601)).as("in time again").isEqualTo(START_NS + 601 * MS);
    }

    @Test
    void shouldShowAStallInTheHistogramWithAllWhoWaited() {
        final Latencies latencies = new Latencies();
        latencies.measure(START_NS, Long.MAX_VALUE);

        loop((number, scheduledNs) -> {
                    nowNs += number == 100 ? 500 * MS : 0;
                    latencies.record(Hop.SENT, scheduledNs, nowNs);
                })
                .run(START_NS, START_NS + TimeUnit.SECONDS.toNanos(1), 1_000);

        final Histogram found = latencies.of(Hop.SENT);
        assertThat(found.getTotalCount()).isEqualTo(1_000);
        // A loop that waits for its sink would have one slow message in a thousand; half of these were due in the
        // stall.
        assertThat(found.getValueAtPercentile(75)).isBetween(240 * MS, 260 * MS);
        assertThat(found.getMaxValue()).isBetween(499 * MS, 501 * MS);
    }

    @Test
    void shouldEndWhenInterrupted() {
        loop((number, scheduledNs) -> {
                    note(scheduledNs);
                    Thread.currentThread().interrupt();
                })
                .run(START_NS, Long.MAX_VALUE, 1_000);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(scheduled).hasSize(1);
    }

    private void note(final long scheduledNs) {
        scheduled.add(scheduledNs);
        sent.add(nowNs);
    }

    private OpenLoop loop(final OpenLoop.Sink sink) {
        return new OpenLoop(() -> nowNs, untilNs -> nowNs = Math.max(nowNs, untilNs), sink);
    }
}
