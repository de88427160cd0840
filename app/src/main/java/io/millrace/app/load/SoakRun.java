package io.millrace.app.load;

import io.millrace.app.exit.Failure;
import io.millrace.app.load.LatencyReport.Asked;
import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.perf.Amounts;
import io.millrace.app.perf.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * {@code millrace perf soak}: the load of {@link LatencyRun} for hours, cut into intervals that are compared in the end. Blocks its
 * caller until it is done.
 */
public final class SoakRun {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAINED_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAY_EVERY_NS = TimeUnit.SECONDS.toNanos(30);
    private static final List<Hop> HOPS =
            List.of(Hop.SENT, Hop.GATEWAY, Hop.KAFKA, Hop.KAFKA_READ, Hop.CONFIRMED_UNCOMMITTED, Hop.CONFIRMED);
    private static final double MS_PER_S = 1_000;
    /** As measured in its first minutes: of an event, what is said of it, and changelogs that are not compacted yet. */
    private static final long KAFKA_BYTES_PER_EVENT = 4_500;
    /** Its journal of two hours, which is the most it keeps; bytes an event. */
    private static final long JOURNAL_BYTES_PER_EVENT = 200;

    private static final double JOURNAL_S = 7_200;

    private final LoadOptions options;
    private final LoadOptions.Soak asked;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private volatile boolean isStopped;

    /**
     * @param clockNs nanoseconds since the epoch; the gateway's clock must be the same, or the latencies are off by the difference
     * @param lines told what happens, a line at a time
     */
    public SoakRun(
            final LoadOptions options,
            final LoadOptions.Soak asked,
            final LongSupplier clockNs,
            final Consumer<String> lines) {
        this.options = options;
        this.asked = asked;
        this.clockNs = clockNs;
        this.lines = lines;
    }

    /** Sends no more: what was sent is waited for, settled and reported. May be called by any thread, and more than once. */
    public void stop() {
        isStopped = true;
    }

    /** @param startedAt noted in the report, and the run's name */
    public SoakReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        announce(startedAt);
        final String run = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
        final SoakReport report;
        try (Installation installation = Installations.forHours(options)) {
            installation.start();
            try (Session session = new Session(run, options, true, installation, clockNs)) {
                session.start();
                report = measured(conditions, installation, session);
            }
        }
        Installations.tidy(options, report.isSound());
        return report;
    }

    /** Of the whole measurement by hop, in nanoseconds; empty before the run. */
    public Map<String, Histogram> histograms() {
        return Collections.unmodifiableMap(histograms);
    }

    private void announce(final Instant startedAt) throws IOException {
        final double s = asked.warmUp().toMillis() / MS_PER_S
                + asked.length().toMillis() / MS_PER_S
                + Installations.startS(options)
                + 5;
        lines.accept(String.format(
                Locale.ROOT,
                "%,.0f events/s of %d machines: warm-up %s, measurement %s, a line every %s; with start and drain about"
                        + " %s, until %s. Ctrl-C ends it early, with a report",
                asked.rate(),
                options.machines(),
                Amounts.duration(asked.warmUp().toSeconds()),
                Amounts.duration(asked.length().toSeconds()),
                Amounts.duration(asked.every().toMillis() / MS_PER_S),
                Amounts.duration(s),
                startedAt.plusMillis((long) (s * MS_PER_S)).truncatedTo(ChronoUnit.SECONDS)));
        final double events = asked.rate() * s;
        final long kafkaBytes = (long) (events * KAFKA_BYTES_PER_EVENT);
        final long journalBytes = (long) (Math.min(events, asked.rate() * JOURNAL_S) * JOURNAL_BYTES_PER_EVENT);
        if (options.target() == null) {
            Files.createDirectories(options.out());
            final long free = Files.getFileStore(options.out()).getUsableSpace();
            lines.accept(String.format(
                    Locale.ROOT,
                    "disk: up to %s in %s, where %s are free%s",
                    Amounts.bytes(kafkaBytes + journalBytes),
                    options.out(),
                    Amounts.bytes(free),
                    free < kafkaBytes + journalBytes ? ": that may not do" : ""));
        } else {
            lines.accept(String.format(
                    Locale.ROOT,
                    "disk: up to %s on Kafka, each copy, and up to %s in the gateway's journal",
                    Amounts.bytes(kafkaBytes),
                    Amounts.bytes(journalBytes)));
        }
    }

    private SoakReport measured(final Conditions conditions, final Installation installation, final Session session)
            throws InterruptedException {
        final List<String> faults = new ArrayList<>();
        final Progress progress = new Progress(installation, session, clockNs, lines, SAY_EVERY_NS);
        final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
        final long measureNs = fromNs + asked.warmUp().toNanos();
        final long untilNs = measureNs + asked.length().toNanos();
        final Latencies whole = session.measure(measureNs, untilNs);
        final SoakIntervals intervals = new SoakIntervals(
                installation, session, measureNs, asked.every().toNanos());
        final Thread sender = session.send(fromNs, untilNs, asked.rate());
        try {
            keepUp(progress, intervals, measureNs, untilNs);
            final long drainedByNs = clockNs.getAsLong() + DRAINED_WITHIN_NS;
            if (isStopped) {
                sender.interrupt();
            }
            progress.await("draining", drainedByNs, () -> !sender.isAlive());
            Drain.run(session, progress, true, drainedByNs);
        } catch (final RuntimeException ended) {
            // A process or a consumer has ended: hours of figures before it are worth a report.
            faults.add(Failure.of(ended).sentence());
        } finally {
            sender.interrupt();
        }
        final List<SoakReport.Interval> all = intervals.all();
        final SoakVerdict verdict = SoakVerdict.of(all, asked.growthLimit());
        faults.addAll(session.books().faults(true));
        faults.addAll(verdict.faults());
        HOPS.forEach(hop -> histograms.put(hop.label(), whole.of(hop)));
        return new SoakReport(
                conditions.after(),
                installation.description(),
                asked(),
                asked.every().toMillis() / MS_PER_S,
                all.isEmpty() ? 0 : all.get(all.size() - 1).untilS(),
                Counts.of(session.books()),
                HOPS.stream().map(hop -> Figure.of(hop, whole.of(hop))).toList(),
                all,
                verdict.slopes(),
                faults,
                notes(all, verdict));
    }

    /** Until the last interval is over, or somebody has enough. */
    private void keepUp(
            final Progress progress, final SoakIntervals intervals, final long measureNs, final long untilNs)
            throws InterruptedException {
        if (progress.await("warm-up", measureNs, () -> isStopped)) {
            return;
        }
        intervals.begin();
        long nowNs = clockNs.getAsLong();
        while (!isStopped && nowNs < untilNs) {
            final long endNs = Math.min(untilNs, intervals.endNs());
            while (!isStopped && nowNs < endNs) {
                progress.await("measuring", Math.min(endNs, nowNs + LOOK_EVERY_NS), () -> isStopped);
                intervals.look();
                nowNs = clockNs.getAsLong();
            }
            lines.accept(SoakText.of(intervals.end(Math.min(nowNs, endNs))));
        }
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

    private List<String> notes(final List<SoakReport.Interval> intervals, final SoakVerdict verdict) {
        final List<String> notes = new ArrayList<>();
        if (isStopped) {
            notes.add("It was ended before its time: what was measured by then is reported.");
        }
        if (intervals.stream().flatMap(each -> each.processes().stream()).allMatch(each -> each.residentBytes() < 0)) {
            notes.add(
                    "CPU and memory are not known: name the target's processes with --pid where they run on this machine.");
        }
        notes.addAll(verdict.notes());
        return notes;
    }
}
