package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Asked;
import io.millrace.app.perf.ScaleReport.Cost;
import io.millrace.app.perf.ScaleReport.Limit;
import io.millrace.app.perf.ScaleReport.Restart;
import io.millrace.app.perf.ScaleReport.Sample;
import io.millrace.app.perf.ScaleReport.Year;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the production topology scales: the cost of an event by the number of machines, then a plant's whole year with its memory, disk
 * and starts. Blocks its caller until it is done.
 */
public final class Scale {
    private static final double GIBIBYTE = 1024.0 * 1024.0 * 1024.0;
    private static final double MOST_HEAP_GIB = 2;
    private static final double MOST_RESIDENT_GIB = 4;
    private static final double LATEST_OUTPUT_S = 10;

    private final ScaleOptions options;
    private final LongSupplier nanoClock;
    private final Consumer<String> lines;

    /**
     * @param nanoClock runs forward, nanoseconds from anywhere
     * @param lines told what happens, a line at a time
     */
    public Scale(final ScaleOptions options, final LongSupplier nanoClock, final Consumer<String> lines) {
        this.options = options;
        this.nanoClock = nanoClock;
        this.lines = lines;
    }

    /** @param startedAt noted in the report */
    public ScaleReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        announce();
        final CostSeries series = new CostSeries(options, nanoClock, lines);
        series.run();
        final List<String> faults = new ArrayList<>(series.faults());
        Year year = null;
        if (options.days() > 0) {
            estimate(series.costs());
            final SimulatedYear main = new SimulatedYear(options, nanoClock, lines);
            year = main.run();
            faults.addAll(main.faults());
        }
        if (!options.keep() && faults.isEmpty()) {
            Folders.delete(options.data());
        }
        return new ScaleReport(
                conditions.after(), Asked.of(options), series.costs(), series.topics(), year, limits(year), faults);
    }

    /** @return the report as a text of several lines */
    public static String text(final ScaleReport report) {
        return ScaleText.of(report);
    }

    private void announce() {
        final WorkPlan plan = options.plan();
        if (!options.steps().isEmpty()) {
            lines.accept(String.format(
                    Locale.ROOT,
                    "Cost series: %d runs of about %,d events each, some minutes",
                    options.steps().size(),
                    options.stepEvents()));
        }
        final double events = (double) plan.eventsPerDay() * options.days();
        final double definitions = (double) plan.definitionsPerDay() * options.days() * options.partitions();
        lines.accept(String.format(
                Locale.ROOT,
                "Main run: %,d machines x %d operations a day x %d days: %,.0f events and %,.0f definitions, %.1f GB"
                        + " to write; what the topologies have read is deleted behind them",
                plan.machines(),
                plan.operationsPerDay(),
                options.days(),
                events,
                definitions,
                (events + definitions) * plan.meanEventBytes() / GIBIBYTE));
    }

    /** The last step is the nearest there is to a calibration. */
    private void estimate(final List<Cost> costs) {
        if (!costs.isEmpty()) {
            final double events = (double) options.plan().eventsPerDay() * options.days();
            lines.accept(String.format(
                    Locale.ROOT,
                    "Main run: about %s at %,.0f events/s, longer if an event grows dearer",
                    Amounts.duration(events / costs.get(costs.size() - 1).eventsPerSecond()),
                    costs.get(costs.size() - 1).eventsPerSecond()));
        }
    }

    private static List<Limit> limits(final @Nullable Year year) {
        if (year == null) {
            return List.of();
        }
        final List<Limit> limits = new ArrayList<>();
        limits.add(new Limit(
                "live heap",
                MOST_HEAP_GIB,
                year.samples().stream().mapToLong(Sample::liveHeapBytes).max().orElse(-1) / GIBIBYTE,
                "GiB"));
        limits.add(new Limit(
                "resident memory",
                MOST_RESIDENT_GIB,
                year.samples().stream()
                                .mapToLong(Sample::mostResidentBytes)
                                .max()
                                .orElse(-1)
                        / GIBIBYTE,
                "GiB"));
        final Restart kill = year.restarts().get(0);
        limits.add(new Limit("first output after kill -9", LATEST_OUTPUT_S, kill.firstOutputS(), "s"));
        return limits;
    }
}
