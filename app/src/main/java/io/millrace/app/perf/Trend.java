package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Growth;
import io.millrace.app.perf.ScaleReport.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Whether something grows from week to week: the slope of the straight line that fits best (least squares). */
final class Trend {
    private static final int DAYS_OF_A_WEEK = 7;
    /** By then the horizon has passed and what it lets go of has gone. */
    private static final double SETTLED_DAY = 14;

    private static final int LEAST_SAMPLES = 3;

    private Trend() {}

    /** @return null with fewer than three samples from day 14 on */
    static @Nullable Growth of(final List<Sample> samples) {
        final List<Sample> settled =
                samples.stream().filter(sample -> sample.day() >= SETTLED_DAY).toList();
        if (settled.size() < LEAST_SAMPLES) {
            return null;
        }
        return new Growth(
                perWeek(settled, Sample::liveHeapBytes),
                perWeek(settled, Sample::residentBytes),
                perWeek(settled, Sample::stateBytes),
                perWeek(settled, Sample::writtenBytesPerEvent));
    }

    private static double perWeek(final List<Sample> samples, final ToDoubleFunction<Sample> value) {
        final double meanDay =
                samples.stream().mapToDouble(Sample::day).average().orElse(0);
        final double mean = samples.stream().mapToDouble(value).average().orElse(0);
        double both = 0;
        double days = 0;
        for (final Sample sample : samples) {
            both += (sample.day() - meanDay) * (value.applyAsDouble(sample) - mean);
            days += (sample.day() - meanDay) * (sample.day() - meanDay);
        }
        return both / days * DAYS_OF_A_WEEK;
    }
}
