package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Growth;
import io.millrace.app.perf.ScaleReport.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Whether something grows, from week to week or else: the slope of the straight line that fits best (least squares). */
public final class Trend {
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
        return slope(samples, Sample::day, value) * DAYS_OF_A_WEEK;
    }

    /**
     * The slope of the straight line that fits best.
     *
     * @param samples at two different x at least
     * @param x when
     * @param y how much
     * @return what y gains while x gains one
     */
    public static <T> double slope(final List<T> samples, final ToDoubleFunction<T> x, final ToDoubleFunction<T> y) {
        final double meanX = samples.stream().mapToDouble(x).average().orElse(0);
        final double meanY = samples.stream().mapToDouble(y).average().orElse(0);
        double both = 0;
        double alone = 0;
        for (final T sample : samples) {
            final double fromMean = x.applyAsDouble(sample) - meanX;
            both += fromMean * (y.applyAsDouble(sample) - meanY);
            alone += fromMean * fromMean;
        }
        return both / alone;
    }
}
