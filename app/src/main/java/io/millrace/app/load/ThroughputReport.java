package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Counts;
import io.millrace.app.perf.Conditions;
import java.util.List;

/**
 * What {@code millrace perf throughput} found; written as JSON as it is.
 *
 * @param stage how far events went
 * @param sustainedPerSecond the highest rate of a step that was sustained, 0 if none was
 * @param isTheEndKnown whether a higher step was tried and not sustained
 * @param faults why the figures are worth nothing: what arrived differs from what was sent
 */
public record ThroughputReport(
        Conditions conditions,
        String installation,
        LoadOptions.Stage stage,
        int machines,
        int connections,
        List<Step> steps,
        double sustainedPerSecond,
        boolean isTheEndKnown,
        Counts counts,
        List<String> faults) {

    /**
     * @param ratePerSecond events, all machines together
     * @param backlogBefore journal records not acknowledged by Kafka when the first third was over; -1 if unknown
     * @param backlogAfter the same when the last was sent
     * @param arrivedAfterS how long after the last was scheduled everything had arrived, or was waited for in vain
     * @param p99 of the stage's last hop, milliseconds
     * @param cpuUsPerEvent of all processes that are known; -1 if none is
     * @param why it was not sustained, empty if it was
     */
    public record Step(
            double ratePerSecond,
            double backlogBefore,
            double backlogAfter,
            double arrivedAfterS,
            double p99,
            double cpuUsPerEvent,
            List<ProcessCosts.Cost> costs,
            String why) {
        public boolean isSustained() {
            return why.isEmpty();
        }
    }

    /** True if what arrived is what was sent. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /** {@code OK} or {@code FAILED}. */
    public String result() {
        return isSound() ? "OK" : "FAILED";
    }
}
