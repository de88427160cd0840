package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Asked;
import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.load.LatencyReport.OwnFigure;
import io.millrace.app.perf.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** {@code millrace perf latency}: start, warm up, measure, drain, compare, control. Blocks its caller until it is done. */
public final class LatencyRun {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAINED_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LONGEST_CONTROL_NS = TimeUnit.SECONDS.toNanos(20);
    private static final double NS_PER_S = 1e9;
    private static final double MS_PER_S = 1_000;
    private static final List<String> GATEWAY_HOPS = List.of("source-gateway", "gateway-durable", "durable-kafka");

    private final LoadOptions options;
    private final LoadOptions.Latency asked;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final Map<Hop, Histogram> histograms = new EnumMap<>(Hop.class);

    /**
     * @param clockNs nanoseconds since the epoch; the gateway's clock must be the same, or the latencies are off by the difference
     * @param lines told what happens, a line at a time
     */
    public LatencyRun(
            final LoadOptions options,
            final LoadOptions.Latency asked,
            final LongSupplier clockNs,
            final Consumer<String> lines) {
        this.options = options;
        this.asked = asked;
        this.clockNs = clockNs;
        this.lines = lines;
    }

    /** @param startedAt noted in the report, and the run's name */
    public LatencyReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        announce();
        final String run = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
        final LatencyReport report;
        try (Installation installation = Installations.of(options, true)) {
            installation.start();
            report = measured(conditions, run, installation);
        }
        Installations.tidy(options, report.isSound());
        return report;
    }

    /** By hop, in nanoseconds; empty before the run. */
    public Map<String, Histogram> histograms() {
        final Map<String, Histogram> byLabel = new LinkedHashMap<>();
        histograms.forEach((hop, histogram) -> byLabel.put(hop.label(), histogram));
        return byLabel;
    }

    private void announce() {
        final double controlS = asked.control() ? controlNs() * 4 / 3 / NS_PER_S : 0;
        final double s = asked.warmUp().toSeconds() + asked.length().toSeconds() + controlS;
        lines.accept(String.format(
                Locale.ROOT,
                "%,.0f events/s of %d machines: warm-up %d s, measurement %d s, control %.0f s; with start and drain"
                        + " about %.0f s in all",
                asked.rate(),
                options.machines(),
                asked.warmUp().toSeconds(),
                asked.length().toSeconds(),
                controlS,
                s + Installations.startS(options) + 5));
    }

    private long controlNs() {
        return Math.min(asked.length().toNanos(), LONGEST_CONTROL_NS);
    }

    private LatencyReport measured(final Conditions conditions, final String run, final Installation installation)
            throws Exception {
        final List<String> faults = new ArrayList<>();
        final List<ProcessCosts.Cost> costs;
        final Counts counts;
        final List<OwnFigure> gatewaySays;
        try (Session session = new Session(run, options, true, installation, clockNs)) {
            session.start();
            final Progress progress = new Progress(installation, session, clockNs, lines);
            final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
            final long measureNs = fromNs + asked.warmUp().toNanos();
            final long untilNs = measureNs + asked.length().toNanos();
            final Latencies latencies = session.measure(measureNs, untilNs);
            final Thread sender = session.send(fromNs, untilNs, asked.rate());
            progress.await("warm-up", measureNs);
            final ProcessCosts before = ProcessCosts.now(installation);
            final long sentBefore = session.books().sent();
            progress.await("measuring", untilNs);
            costs = ProcessCosts.now(installation).since(before, session.books().sent() - sentBefore);
            gatewaySays = gatewaySays(installation);
            final long drainedByNs = untilNs + DRAINED_WITHIN_NS;
            progress.await("draining", drainedByNs, () -> !sender.isAlive());
            sender.interrupt();
            Drain.run(session, progress, true, drainedByNs);
            faults.addAll(session.books().faults(true));
            counts = Counts.of(session.books());
            for (final Hop hop : Hop.values()) {
                histograms.put(hop, latencies.of(hop));
            }
        }
        if (asked.control()) {
            lines.accept("control   raw Kafka at the same rate");
            histograms.put(Hop.CONTROL, control(installation, run));
        } else {
            histograms.remove(Hop.CONTROL);
        }
        return new LatencyReport(
                conditions.after(),
                installation.description(),
                asked(),
                counts,
                figures(),
                gatewaySays,
                costs,
                faults,
                notes(costs));
    }

    private Histogram control(final Installation installation, final String run) throws Exception {
        return new KafkaControl(
                        installation.kafka(),
                        installation.topics().partitions(),
                        installation.replication(),
                        run,
                        clockNs)
                .run(asked.rate(), controlNs());
    }

    private Asked asked() {
        return new Asked(
                asked.rate(),
                options.machines(),
                Math.min(options.connections(), options.machines()),
                LoadPlant.UNITS_PER_CONFIRMATION,
                asked.warmUp().toMillis() / MS_PER_S,
                asked.length().toMillis() / MS_PER_S);
    }

    private List<Figure> figures() {
        return histograms.entrySet().stream()
                .map(each -> Figure.of(each.getKey(), each.getValue()))
                .toList();
    }

    private static List<OwnFigure> gatewaySays(final Installation installation) throws InterruptedException {
        final List<OwnFigure> says = new ArrayList<>();
        for (final String hop : GATEWAY_HOPS) {
            final OptionalDouble p50 = installation.gateway().latencySeconds(hop, "0.5");
            final OptionalDouble p99 = installation.gateway().latencySeconds(hop, "0.99");
            if (p50.isPresent() && p99.isPresent()) {
                says.add(new OwnFigure(hop, p50.getAsDouble() * MS_PER_S, p99.getAsDouble() * MS_PER_S));
            }
        }
        return says;
    }

    private static List<String> notes(final List<ProcessCosts.Cost> costs) {
        final List<String> notes = new ArrayList<>();
        notes.add(
                "When an event was durable is not in the event: that hop is the gateway's own figure, since its start.");
        if (costs.isEmpty()) {
            notes.add("CPU is not known: name the target's processes with --pid where they run on this machine.");
        }
        if (costs.stream().noneMatch(cost -> cost.allocatedBytesPerEvent() >= 0)) {
            notes.add("Allocation per event is not known: /metrics does not have jvm_gc_memory_allocated_bytes_total.");
        }
        return notes;
    }
}
