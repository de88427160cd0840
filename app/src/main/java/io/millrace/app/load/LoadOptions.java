package io.millrace.app.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load is made of and where it goes.
 *
 * @param machines that it comes from, in turn
 * @param connections to the MQTT broker that the machines share
 * @param target configuration of an installation that runs already; null for a set of processes of its own
 * @param pids of the target's processes by name, where they run on this machine: for their CPU
 * @param out folder of the results, and of its own processes' data
 */
public record LoadOptions(int machines, int connections, @Nullable Path target, Map<String, Long> pids, Path out) {
    public LoadOptions {
        pids = Map.copyOf(pids);
    }

    LoadPlant plant() {
        return new LoadPlant(machines);
    }

    /**
     * How latency is measured.
     *
     * @param rate events a second, all machines together
     * @param warmUp at the same rate; counted, not measured
     * @param control whether raw Kafka is measured afterwards, for comparison
     */
    public record Latency(double rate, Duration length, Duration warmUp, boolean control) {}

    /**
     * How the highest rate is looked for.
     *
     * @param from events a second of the first step
     * @param to no step goes beyond
     * @param factor from a step's rate to the next one's, more than 1
     * @param warmUp at the first step's rate, before it; counted, not measured
     * @param step length of a step; its first third is not measured
     * @param within how soon after a step everything of it must have arrived
     */
    public record Throughput(
            Stage stage, double from, double to, double factor, Duration warmUp, Duration step, Duration within) {}

    /**
     * How catching up is measured.
     *
     * @param rate events a second, before, during and behind the outage
     * @param warmUp at that rate, until it arrives as quickly as it is sent; half as long behind it is what the rest is compared with
     * @param outage how long Kafka answers nobody
     * @param within how soon after it the backlog must be gone
     */
    public record CatchUp(double rate, Duration warmUp, Duration outage, Duration within) {}

    /**
     * How it is kept up for hours.
     *
     * @param rate events a second, all machines together
     * @param warmUp at the same rate; counted, not measured
     * @param every length of an interval
     * @param growthLimit part of itself, such as 0.02, that a size may grow by in an hour
     */
    public record Soak(double rate, Duration length, Duration warmUp, Duration every, double growthLimit) {}

    /** How far an event goes. */
    public enum Stage {
        /** To {@code .events}: MQTT, gateway, journal, Kafka. */
        EVENTS,
        /** Through the topologies to {@code .confirmations} too. */
        CONFIRMATIONS
    }
}
