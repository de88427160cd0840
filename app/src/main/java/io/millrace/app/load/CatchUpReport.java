package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.perf.Conditions;
import java.util.List;

/**
 * What {@code millrace perf catch-up} found; written as JSON as it is. Latencies are in milliseconds.
 *
 * @param ratePerSecond events that kept coming all the time
 * @param outageS how long Kafka answered nobody
 * @param backlog journal records, each an event, that Kafka had not acknowledged when it answered again
 * @param resumedAfterS from then until the first of them had arrived
 * @param drainS from then until no more than half a second's events were waiting; until it was given up, if they never were
 * @param drained events that arrived in that time, those that came meanwhile included
 * @param drainedPerSecond of the events that arrived
 * @param timesTheLoad the same as a multiple of {@code ratePerSecond}
 * @param repeated events that came to {@code .events} more than once, because a send had failed; their readers drop them
 * @param stretches latencies of what was due before, in and behind the outage
 * @param faults why the figures are worth nothing
 */
public record CatchUpReport(
        Conditions conditions,
        String installation,
        double ratePerSecond,
        int machines,
        int connections,
        double outageS,
        double backlog,
        double resumedAfterS,
        double drainS,
        double drained,
        double drainedPerSecond,
        double timesTheLoad,
        long repeated,
        List<Stretch> stretches,
        Counts counts,
        List<String> faults) {

    /** A part of the run. */
    public record Stretch(String name, List<Figure> hops) {}

    /** True if the backlog went, and all arrived that was sent. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /** {@code OK} or {@code FAILED}. */
    public String result() {
        return isSound() ? "OK" : "FAILED";
    }
}
