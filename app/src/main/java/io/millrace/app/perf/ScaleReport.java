package io.millrace.app.perf;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@code millrace perf scale} found; written as JSON as it is. Bytes and counts of -1 could not be found out on this
 * system.
 *
 * @param limits what was to be kept, and whether it was
 * @param faults why the figures are worth nothing: what was told differs from what was made
 * @param year null if only the cost series was asked for
 */
public record ScaleReport(
        Conditions conditions,
        Asked asked,
        List<Cost> costs,
        List<TopicUse> topics,
        @Nullable Year year,
        List<Limit> limits,
        List<String> faults) {

    /** What was asked for; see {@link ScaleOptions}. */
    public record Asked(
            WorkPlan plan,
            int days,
            int partitions,
            int threads,
            String heap,
            long commitIntervalMs,
            List<Integer> steps,
            long stepEvents) {
        static Asked of(final ScaleOptions options) {
            return new Asked(
                    options.plan(),
                    options.days(),
                    options.partitions(),
                    options.threads(),
                    options.heap(),
                    options.commitInterval().toMillis(),
                    options.steps(),
                    options.stepEvents());
        }
    }

    /**
     * A step of the cost series, measured behind its first third.
     *
     * @param days simulated days of the whole step
     * @param events of the whole step, without definitions
     * @param cpuUsPerEvent CPU of the topology process, user and kernel, for an event with its share of ticks and definitions
     */
    public record Cost(int machines, double days, long events, double eventsPerSecond, double cpuUsPerEvent) {}

    /** What a topic took on the broker's disk at the end of the cost series' last step, where nothing is deleted. */
    public record TopicUse(String topic, double offsetsPerEvent, double bytesPerEvent) {}

    /**
     * Where the topology process stood at the end of a simulated week; events per second, CPU and what was written are of that week.
     *
     * @param writtenBytesPerEvent outputs and changelogs to Kafka: it rises where state is kept that no event needs any more
     * @param liveHeapBytes behind a full collection
     * @param kafkaBytes the broker's whole folder of logs, from which what was read is deleted
     */
    public record Sample(
            double day,
            long events,
            double eventsPerSecond,
            double cpuUsPerEvent,
            double writtenBytesPerEvent,
            long residentBytes,
            long mostResidentBytes,
            long liveHeapBytes,
            long stateBytes,
            long changelogBytes,
            long kafkaBytes) {}

    /**
     * A start behind an end.
     *
     * @param firstOutputS from the kill, or from the start behind an orderly end, until somebody could read an output of a new event
     * @param allOutputsS until there was one of each machine asked: machines lie in all partitions
     * @param restoredRecords read from changelogs
     * @param restoredBytes of these records
     */
    public record Restart(
            String what, double firstOutputS, double allOutputsS, long restoredRecords, long restoredBytes) {}

    /** What a simulated week adds, from the second week's end on; nothing should. */
    public record Growth(double liveHeapBytes, double residentBytes, double stateBytes, double writtenBytesPerEvent) {}

    /**
     * The main run.
     *
     * @param growth null if it was too short to tell
     * @param stores bytes of each local store at the end, all its partitions together
     * @param hotspots where the CPU went, if that was asked for
     */
    public record Year(
            List<Sample> samples,
            @Nullable Growth growth,
            Map<String, Long> stores,
            List<Restart> restarts,
            List<Hotspot> hotspots) {}

    /** @param part of all samples, 0 to 1 */
    public record Hotspot(String kind, String where, double part) {}

    public record Limit(String what, double limit, double found, String unit) {
        public boolean isKept() {
            return found >= 0 && found < limit;
        }
    }

    /** True if what was told is what was made. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    public boolean isWithinLimits() {
        return limits.stream().allMatch(Limit::isKept);
    }

    /** {@code OK}, {@code LIMITS EXCEEDED} or {@code FAILED}. */
    public String result() {
        if (!isSound()) {
            return "FAILED";
        }
        return isWithinLimits() ? "OK" : "LIMITS EXCEEDED";
    }
}
