package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.load.LatencyReport.Asked;
import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.SoakReport.Interval;
import io.millrace.app.load.SoakReport.Process;
import io.millrace.app.load.SoakReport.Slope;
import io.millrace.app.perf.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTextTest {
    private static final long MEGABYTE = 1024 * 1024;
    private static final Interval INTERVAL = SoakVerdictTest.interval(
            7_200,
            300,
            List.of(
                    new Process("gateway", 20.5, 900, 600 * MEGABYTE, 700 * MEGABYTE, 90 * MEGABYTE, -1),
                    new Process("mqtt-broker", -1, -1, -1, -1, -1, -1)));

    @Test
    void shouldSayEachIntervalAndWhatGrows() {
        final String text = SoakText.of(report(
                List.of(new Slope("gateway memory of its own", "bytes", 600 * MEGABYTE, 20 * MEGABYTE, 16 * MEGABYTE)),
                List.of("gateway grows")));

        assertThat(text)
                .contains("measured 2 h 5 min of 8 h 0 min in intervals of 5 min 0 s")
                .contains(" 2:05:00   300,000     299,999           12.50     45.25     99.50")
                .contains("2.50      7.25     11.50        17")
                .contains(
                        "gateway 20.5 us, 900.0 B, 600.0 MB (700.0 MB), heap 90.0 MB; mqtt-broker unknown us, unknown")
                .contains("disk topology 3.0 MB")
                .containsPattern("gateway memory of its own +600.0 MB +\\+20.0 MB +16.0 MB  EXCEEDED")
                .contains("  FAILED: gateway grows")
                .contains("Soak: FAILED");
    }

    @Test
    void shouldSayWhatShrinksAndWhatIsNotJudged() {
        final String text = SoakText.of(report(List.of(new Slope("confirmed p99", "ms", 45, -1.5, -1)), List.of()));

        assertThat(text)
                .containsPattern("confirmed p99 +45.00 ms +-1.50 ms +not judged\\R")
                .doesNotContain("EXCEEDED")
                .contains("Soak: OK");
    }

    @Test
    void shouldSayAnIntervalInOneLineWhileItGoesOn() {
        assertThat(SoakText.of(INTERVAL))
                .isEqualTo(
                        " 2:05:00  300,000 sent, 299,999 received, confirmed p50 12.50 ms, p99 45.25 ms, max 99.50 ms,"
                                + " backlog 17; gateway 20.5 us, 600.0 MB; mqtt-broker unknown us, unknown");
    }

    private static SoakReport report(final List<Slope> slopes, final List<String> faults) {
        return new SoakReport(
                new Conditions("2026-01-01T00:00:00Z", "CPU", 2, MEGABYTE, "Linux", "JDK", "1", "4", 0.1, 1),
                "its own",
                new Asked(1_000, 200, 16, 10, 60, 28_800),
                300,
                7_500,
                new Counts(1, 1, 1, 1),
                List.of(),
                List.of(INTERVAL),
                slopes,
                faults,
                List.of());
    }
}
