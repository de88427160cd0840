package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Hotspot;
import io.millrace.app.perf.ScaleReport.Restart;
import io.millrace.app.perf.ScaleReport.Sample;
import io.millrace.app.perf.ScaleReport.Year;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The main run: simulated weeks one after the other, then a kill, then a start without local state. Not thread-safe. */
final class SimulatedYear {
    /** Midnight of 1 January 2025, UTC. */
    static final long START_NS =
            TimeUnit.SECONDS.toNanos(Instant.parse("2025-01-01T00:00:00Z").getEpochSecond());

    private static final int WEEK = 7;
    /** Enough machines that every partition has some. */
    private static final int ASKED = 16;

    private final ScaleOptions options;
    private final LongSupplier nanoClock;
    private final Consumer<String> lines;
    private final PlantWork work;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Restart> restarts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<Hotspot> hotspots = List.of();
    private Map<String, Long> stores = Map.of();
    private long writtenBefore;

    SimulatedYear(final ScaleOptions options, final LongSupplier nanoClock, final Consumer<String> lines) {
        this.options = options;
        this.nanoClock = nanoClock;
        this.lines = lines;
        work = new PlantWork(options.plan(), START_NS);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    Year run() throws Exception {
        final Path folder = options.data().resolve("year");
        Folders.delete(folder);
        try (ScaleRig rig = new ScaleRig(options, folder, options.profile(), nanoClock)) {
            rig.start();
            weeks(rig);
            profile(rig);
            stores = Folders.bytesByStore(rig.state());
            restart(rig, "kill -9, local state kept", rig::killTopology);
            restart(rig, "local state deleted", () -> {
                rig.stopTopology();
                Folders.delete(rig.state());
            });
            faults.addAll(Truth.faults(rig.client(), rig.topics(), work.completedMilli()));
        }
        return new Year(samples, Trend.of(samples), stores, restarts, hotspots);
    }

    private void weeks(final ScaleRig rig) throws Exception {
        final Advance advance = new Advance(rig, options.plan(), work, options.days(), nanoClock, lines);
        for (int day = 0; day < options.days(); ) {
            day = Math.min(day + WEEK, options.days());
            final Advance.Passed passed = advance.to(day);
            final Sample sample = sample(rig, passed);
            samples.add(sample);
            lines.accept(ScaleText.line(sample));
            advance.markAnew();
        }
    }

    private Sample sample(final ScaleRig rig, final Advance.Passed passed) throws Exception {
        final ProcessUse use = rig.topologyUse();
        final long writtenBytes = rig.topologyMetrics().writtenBytes();
        final double writtenPerEvent = (writtenBytes - writtenBefore) / (double) Math.max(1, passed.events());
        writtenBefore = writtenBytes;
        final Map<String, Long> disk = rig.feed().diskByTopic();
        return new Sample(
                work.days(),
                Math.round(work.days() * options.plan().eventsPerDay()),
                passed.eventsPerSecond(),
                passed.cpuUsPerEvent(),
                writtenPerEvent,
                use.residentBytes(),
                use.mostResidentBytes(),
                use.liveHeapBytes(),
                Folders.bytes(rig.state()),
                changelogBytes(disk),
                disk.values().stream().mapToLong(Long::longValue).sum());
    }

    private static long changelogBytes(final Map<String, Long> disk) {
        return disk.entrySet().stream()
                .filter(topic -> topic.getKey().endsWith("-changelog"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void profile(final ScaleRig rig) throws Exception {
        if (options.profile()) {
            final Path recording = options.data().resolve("topology.jfr").toAbsolutePath();
            rig.topologyUse().jcmd("JFR.dump", "filename=" + recording);
            hotspots = Files.exists(recording) ? FlightRecording.hotspots(recording) : List.of();
        }
    }

    /** Brings the topology down; the new events are written while it is, as by gateways that know nothing of it. */
    private interface End {
        void end() throws Exception;
    }

    private void restart(final ScaleRig rig, final String what, final End end) throws Exception {
        lines.accept("  " + what);
        final EventFeed feed = rig.feed();
        feed.drain(() -> {});
        try (FirstOutput output = new FirstOutput(rig.client(), rig.topics(), nanoClock)) {
            final long endedNs = nanoClock.getAsLong();
            end.end();
            // A deletion is no part of a start, a kill is.
            final long fromNs = rig.wasKilled() ? endedNs : nanoClock.getAsLong();
            rig.startTopology();
            final List<String> asked = work.oneMoreOperation(ASKED, feed);
            feed.flush();
            final FirstOutput.Seen seen = output.await(asked, rig::check);
            feed.drain(() -> {}); // what nobody asked for is restored by then too
            final Metrics metrics = rig.topologyMetrics();
            final Restart restart = new Restart(
                    what,
                    (seen.firstNs() - fromNs) / 1e9,
                    (seen.allNs() - fromNs) / 1e9,
                    metrics.restoredRecords(),
                    metrics.restoredBytes());
            restarts.add(restart);
            lines.accept(ScaleText.line(restart));
        }
    }
}
