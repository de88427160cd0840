package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Asked;
import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.perf.Conditions;
import java.util.List;
import java.util.Map;

/**
 * What {@code millrace perf soak} found; written as JSON as it is. Latencies are in milliseconds, sizes in bytes; what is unknown is -1.
 *
 * @param installation what was measured
 * @param everyS length of an interval, seconds
 * @param measuredS length of all of them: less than was asked for if somebody ended it early
 * @param hops of all intervals together
 * @param slopes what grew, judged or not
 * @param faults why it failed: what arrived differs from what was sent, something grows, a process has ended
 * @param notes what could not be measured or judged
 */
public record SoakReport(
        Conditions conditions,
        String installation,
        Asked asked,
        double everyS,
        double measuredS,
        Counts counts,
        List<Figure> hops,
        List<Interval> intervals,
        List<Slope> slopes,
        List<String> faults,
        List<String> notes) {

    /**
     * @param fromS its beginning, seconds since the warm-up's end
     * @param untilS its end
     * @param sent in it
     * @param received in it, intact and for the first time
     * @param confirmed of tenth units due in it, whenever they were confirmed
     * @param kafkaRead of messages due in it, whenever they were read
     * @param backlog journal records that Kafka had not acknowledged at its end
     * @param diskBytes lengths of the files at its end, by folder
     */
    public record Interval(
            double fromS,
            double untilS,
            long sent,
            long received,
            Figure confirmed,
            Figure kafkaRead,
            double backlog,
            List<Process> processes,
            Map<String, Long> diskBytes) {}

    /**
     * A process in an interval; sizes are those at its end.
     *
     * @param anonymousBytes resident, without pages of mapped files
     * @param residentBytes with them
     * @param heapBytes the least that was in use at any look in the interval; garbage is among it
     * @param liveHeapBytes held behind the latest collection of the old generation, whenever that was
     */
    public record Process(
            String process,
            double cpuUsPerEvent,
            double allocatedBytesPerEvent,
            long anonymousBytes,
            long residentBytes,
            long heapBytes,
            long liveHeapBytes) {}

    /**
     * The straight line that fits best through the intervals behind the first quarter.
     *
     * @param unit {@code bytes}, {@code ms} or {@code records}
     * @param mean of these intervals
     * @param perHour what an hour adds
     * @param limitPerHour what it may add; -1 if this is not judged
     */
    public record Slope(String what, String unit, double mean, double perHour, double limitPerHour) {
        boolean isJudged() {
            return limitPerHour >= 0;
        }

        boolean isExceeded() {
            return isJudged() && perHour > limitPerHour;
        }
    }

    /** True if what arrived is what was sent, and nothing that was judged grows. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /** {@code OK} or {@code FAILED}. */
    public String result() {
        return isSound() ? "OK" : "FAILED";
    }
}
