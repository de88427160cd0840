package io.millrace.app.perf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code millrace perf scale} is asked to do.
 *
 * @param plan of the main run
 * @param days simulated days of the main run, 0 for none
 * @param threads of each topology
 * @param heap of the topology process, as the JVM's {@code -Xmx} has it
 * @param steps machine counts of the cost series
 * @param stepEvents about how many events each of them takes
 * @param profile also record where the time goes (JFR); costs a few per cent
 * @param data folder for everything, its own
 * @param keep leave the data there at the end
 */
public record ScaleOptions(
        WorkPlan plan,
        int days,
        int partitions,
        int threads,
        String heap,
        Duration commitInterval,
        List<Integer> steps,
        long stepEvents,
        boolean profile,
        Path data,
        boolean keep) {
    public ScaleOptions {
        steps = List.copyOf(steps);
    }
}
