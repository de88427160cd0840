package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LoadOptions.Stage;
import io.millrace.app.load.ThroughputReport.Step;
import io.millrace.app.perf.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * {@code millrace perf throughput}: raises the rate step by step until the gateway's backlog grows, or not everything of a step has
 * arrived soon after it. Blocks its caller until it is done.
 */
public final class ThroughputRun {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAINED_WITHIN_NS = TimeUnit.SECONDS.toNanos(120);
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double P99 = 99;

    private final LoadOptions options;
    private final LoadOptions.Throughput asked;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final boolean withConfirmations;

    /**
     * @param clockNs nanoseconds since the epoch
     * @param lines told what happens, a line at a time
     */
    public ThroughputRun(
            final LoadOptions options,
            final LoadOptions.Throughput asked,
            final LongSupplier clockNs,
            final Consumer<String> lines) {
        this.options = options;
        this.asked = asked;
        this.clockNs = clockNs;
        this.lines = lines;
        withConfirmations = asked.stage() == Stage.CONFIRMATIONS;
    }

    /** @param startedAt noted in the report, and the run's name */
    public ThroughputReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        final List<Double> rates = rates();
        lines.accept(String.format(
                Locale.ROOT,
                "%d steps of %d s from %,.0f to %,.0f events/s, fewer if one is not sustained: %.0f s at most",
                rates.size(),
                asked.step().toSeconds(),
                asked.from(),
                rates.get(rates.size() - 1),
                rates.size()
                                * (double) (asked.step().toSeconds()
                                        + asked.within().toSeconds())
                        + asked.warmUp().toSeconds()
                        + Installations.startS(options)
                        + DRAINED_WITHIN_NS / NS_PER_S));
        final String run = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
        final ThroughputReport report;
        try (Installation installation = Installations.of(options, withConfirmations)) {
            installation.start();
            try (Session session = new Session(run, options, withConfirmations, installation, clockNs)) {
                session.start();
                report = climb(conditions, rates, installation, session);
            }
        }
        Installations.tidy(options, report.isSound());
        return report;
    }

    private List<Double> rates() {
        final List<Double> rates = new ArrayList<>();
        for (double rate = asked.from(); rate <= asked.to(); rate *= asked.factor()) {
            rates.add(rate);
        }
        return rates;
    }

    private ThroughputReport climb(
            final Conditions conditions,
            final List<Double> rates,
            final Installation installation,
            final Session session)
            throws InterruptedException {
        final Progress progress = new Progress(installation, session, clockNs, lines);
        warmUp(session, progress);
        final List<Step> steps = new ArrayList<>();
        double sustained = 0;
        for (final double rate : rates) {
            final Step step = step(rate, installation, session, progress);
            steps.add(step);
            if (!step.isSustained()) {
                break;
            }
            sustained = rate;
        }
        Drain.run(session, progress, withConfirmations, clockNs.getAsLong() + DRAINED_WITHIN_NS);
        return new ThroughputReport(
                conditions.after(),
                installation.description(),
                asked.stage(),
                options.machines(),
                Math.min(options.connections(), options.machines()),
                steps,
                sustained,
                !steps.get(steps.size() - 1).isSustained(),
                Counts.of(session.books()),
                session.books().faults(withConfirmations));
    }

    private void warmUp(final Session session, final Progress progress) throws InterruptedException {
        final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
        final long untilNs = fromNs + asked.warmUp().toNanos();
        final Thread sender = session.send(fromNs, untilNs, asked.from());
        progress.await("warm-up", untilNs);
        progress.await("warm-up", untilNs + DRAINED_WITHIN_NS, hasArrived(session, sender));
        sender.interrupt();
    }

    private BooleanSupplier hasArrived(final Session session, final Thread sender) {
        return () -> !sender.isAlive()
                && session.books().hasAllEvents()
                && (!withConfirmations || session.books().hasAllWholeTens());
    }

    private Step step(
            final double rate, final Installation installation, final Session session, final Progress progress)
            throws InterruptedException {
        final String phase = String.format(Locale.ROOT, "%,.0f/s", rate);
        final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
        final long measureNs = fromNs + asked.step().toNanos() / 3;
        final long untilNs = fromNs + asked.step().toNanos();
        final Latencies latencies = session.measure(measureNs, untilNs);
        final Thread sender = session.send(fromNs, untilNs, rate);
        progress.await(phase, measureNs);
        final ProcessCosts before = ProcessCosts.now(installation);
        final double backlogBefore = installation.gateway().backlog().orElse(-1);
        final long sentBefore = session.books().sent();
        progress.await(phase, untilNs);
        final List<ProcessCosts.Cost> costs =
                ProcessCosts.now(installation).since(before, session.books().sent() - sentBefore);
        final double backlogAfter = installation.gateway().backlog().orElse(-1);
        final boolean inTime = progress.await(phase, untilNs + asked.within().toNanos(), hasArrived(session, sender));
        final double arrivedAfterS = (clockNs.getAsLong() - untilNs) / NS_PER_S;
        sender.interrupt();
        return new Step(
                rate,
                backlogBefore,
                backlogAfter,
                Math.max(0, arrivedAfterS),
                latencies.of(withConfirmations ? Hop.CONFIRMED : Hop.KAFKA_READ).getValueAtPercentile(P99) / NS_PER_MS,
                costs.isEmpty()
                        ? -1
                        : costs.stream()
                                .mapToDouble(ProcessCosts.Cost::cpuUsPerEvent)
                                .sum(),
                costs,
                why(rate, backlogBefore, backlogAfter, inTime));
    }

    /** A backlog of half a second more than before is no longer chance. */
    private String why(final double rate, final double backlogBefore, final double backlogAfter, final boolean inTime) {
        if (!inTime) {
            return "not all of it had arrived " + asked.within().toMillis() + " ms after";
        }
        return backlogAfter - Math.max(0, backlogBefore) > rate / 2 ? "the gateway's backlog grew" : "";
    }
}
