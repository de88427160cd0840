package io.millrace.app.load;

import io.millrace.app.load.CatchUpReport.Stretch;
import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.perf.Conditions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * {@code millrace perf catch-up}: lets Kafka stand still for a while, with events coming all the time, and measures how quickly the
 * forwarder takes the backlog there afterwards, and what becomes of the events that come meanwhile. Blocks its caller until it is
 * done.
 */
public final class CatchUpRun {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAINED_WITHIN_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long FOR_EVER_NS = TimeUnit.DAYS.toNanos(1);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double NS_PER_S = 1e9;

    private final LoadOptions options;
    private final LoadOptions.CatchUp asked;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;

    /**
     * @param clockNs nanoseconds since the epoch
     * @param lines told what happens, a line at a time
     */
    public CatchUpRun(
            final LoadOptions options,
            final LoadOptions.CatchUp asked,
            final LongSupplier clockNs,
            final Consumer<String> lines) {
        this.options = options;
        this.asked = asked;
        this.clockNs = clockNs;
        this.lines = lines;
    }

    /** @param startedAt noted in the report, and the run's name */
    public CatchUpReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        lines.accept(String.format(
                Locale.ROOT,
                "%,.0f events/s, warm-up %d s, Kafka frozen for %d s, then at most %d s until the backlog is gone",
                asked.rate(),
                asked.warmUp().toSeconds(),
                asked.outage().toSeconds(),
                asked.within().toSeconds()));
        final String run = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
        final CatchUpReport report;
        try (OwnInstallation installation = Installations.own(options)) {
            installation.start();
            try (Session session = new Session(run, options, false, installation, clockNs)) {
                session.start();
                report = measure(conditions, installation, session);
            }
        }
        Installations.tidy(options, report.isSound());
        return report;
    }

    private CatchUpReport measure(
            final Conditions conditions, final OwnInstallation installation, final Session session)
            throws IOException, InterruptedException {
        final Progress progress = new Progress(installation, session, clockNs, lines);
        final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
        final Thread sender = session.send(fromNs, fromNs + FOR_EVER_NS, asked.rate());
        progress.await("warm-up", fromNs + asked.warmUp().toNanos());
        final boolean wasSteady = progress.await(
                "warm-up",
                fromNs + asked.warmUp().plus(asked.within()).toNanos(),
                () -> session.books().sent() - session.books().received() <= asked.rate() / 2);
        final long steadyNs = clockNs.getAsLong();
        final long cutNs = steadyNs + asked.warmUp().toNanos() / 2;
        final Latencies before = session.measure(steadyNs, cutNs);
        progress.await("before", cutNs);
        final Latencies meanwhile = session.measureToo(cutNs, Long.MAX_VALUE);
        installation.freezeKafka();
        final long mendedNs;
        final double backlog;
        final long arrivedBefore;
        try {
            progress.await("frozen", cutNs + asked.outage().toNanos());
            // Before Kafka goes on: a small backlog is gone in no time.
            backlog = installation.gateway().backlog().orElse(-1);
            arrivedBefore = session.books().received();
        } finally {
            mendedNs = clockNs.getAsLong();
            installation.thawKafka();
        }
        meanwhile.measure(cutNs, mendedNs);
        final Latencies behind = session.measureToo(mendedNs, Long.MAX_VALUE);
        final Draining draining = drain(mendedNs, arrivedBefore, installation, session, progress);
        behind.measure(mendedNs, draining.untilNs());
        sender.interrupt();
        sender.join();
        Drain.run(session, progress, false, clockNs.getAsLong() + DRAINED_WITHIN_NS);
        return report(
                conditions,
                installation,
                session,
                wasSteady,
                backlog,
                mendedNs,
                draining,
                List.of(
                        stretch("before the outage", before),
                        stretch("in the outage", meanwhile),
                        stretch("while draining", behind)));
    }

    /** From the first arrival behind the outage until next to nothing is waiting. */
    private record Draining(long fromNs, long untilNs, long arrived, boolean isDone) {}

    private Draining drain(
            final long mendedNs,
            final long arrivedBefore,
            final Installation installation,
            final Session session,
            final Progress progress)
            throws InterruptedException {
        final long latestNs = mendedNs + asked.within().toNanos();
        progress.await("resuming", latestNs, () -> session.books().received() > arrivedBefore);
        final long fromNs = clockNs.getAsLong();
        boolean isDone = false;
        while (!isDone && clockNs.getAsLong() < latestNs) {
            progress.await("draining", Math.min(latestNs, clockNs.getAsLong() + LOOK_NS));
            // What has arrived, not only what is acknowledged: the reader is part of the way.
            isDone = session.books().sent() - session.books().received() <= asked.rate() / 2
                    && installation.gateway().backlog().orElse(Double.MAX_VALUE) <= asked.rate() / 2;
        }
        return new Draining(fromNs, clockNs.getAsLong(), session.books().received() - arrivedBefore, isDone);
    }

    private static Stretch stretch(final String name, final Latencies latencies) {
        return new Stretch(
                name,
                Stream.of(Hop.SENT, Hop.GATEWAY, Hop.KAFKA_READ)
                        .map(hop -> Figure.of(hop, latencies.of(hop)))
                        .toList());
    }

    private CatchUpReport report(
            final Conditions conditions,
            final Installation installation,
            final Session session,
            final boolean wasSteady,
            final double backlog,
            final long mendedNs,
            final Draining draining,
            final List<Stretch> stretches) {
        final double drainS = (draining.untilNs() - draining.fromNs()) / NS_PER_S;
        final double perSecond = draining.arrived() / Math.max(drainS, 1 / NS_PER_S);
        final List<String> faults = new ArrayList<>(session.books().faults(false, true));
        if (!wasSteady) {
            faults.add("the load was more than this installation takes without any outage");
        }
        if (!draining.isDone()) {
            faults.add("the backlog was not gone " + asked.within().toSeconds() + " s behind the outage");
        }
        if (backlog < asked.rate()) {
            faults.add("there was no backlog to speak of: the outage did not hit");
        }
        return new CatchUpReport(
                conditions.after(),
                installation.description(),
                asked.rate(),
                options.machines(),
                Math.min(options.connections(), options.machines()),
                asked.outage().toMillis() / 1_000.0,
                backlog,
                (draining.fromNs() - mendedNs) / NS_PER_S,
                drainS,
                draining.arrived(),
                perSecond,
                perSecond / asked.rate(),
                session.books().repeated(),
                stretches,
                Counts.of(session.books()),
                faults);
    }
}
