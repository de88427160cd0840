package io.millrace.app.load;

import io.millrace.app.perf.Conditions;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What {@code millrace perf latency} found; written as JSON as it is. Latencies are in milliseconds.
 *
 * @param installation what was measured
 * @param gatewaySays hops that only the gateway itself can measure
 * @param faults why the figures are worth nothing: what arrived differs from what was sent
 * @param notes what could not be measured
 */
public record LatencyReport(
        Conditions conditions,
        String installation,
        Asked asked,
        Counts counts,
        List<Figure> hops,
        List<OwnFigure> gatewaySays,
        List<ProcessCosts.Cost> costs,
        List<String> faults,
        List<String> notes) {

    /** @param ratePerSecond events, all machines together */
    public record Asked(
            double ratePerSecond,
            int machines,
            int connections,
            int unitsPerConfirmation,
            double warmUpS,
            double lengthS) {}

    /**
     * @param sent messages of the whole run, warm-up included
     * @param received different ones that came intact on {@code .events}
     * @param confirmedUnits units told on {@code .confirmations}; each message is one
     * @param confirmations that told them
     */
    public record Counts(long sent, long received, long confirmedUnits, long confirmations) {
        static Counts of(final Books books) {
            return new Counts(books.sent(), books.received(), books.confirmedUnits(), books.confirmations());
        }
    }

    /** @param count values measured, without the warm-up's */
    public record Figure(
            String hop, String meaning, long count, double p50, double p90, double p99, double p999, double max) {
        private static final double NS_PER_MS = 1e6;

        static Figure of(final Hop hop, final Histogram histogram) {
            return new Figure(
                    hop.label(),
                    hop.meaning(),
                    histogram.getTotalCount(),
                    at(histogram, 50),
                    at(histogram, 90),
                    at(histogram, 99),
                    at(histogram, 99.9),
                    histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue() / NS_PER_MS);
        }

        private static double at(final Histogram histogram, final double percentile) {
            return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / NS_PER_MS;
        }
    }

    /** A hop of the gateway's metrics: since its start, the warm-up included. */
    public record OwnFigure(String hop, double p50, double p99) {}

    /** True if what arrived is what was sent. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /** {@code OK} or {@code FAILED}. */
    public String result() {
        return isSound() ? "OK" : "FAILED";
    }
}
