package io.millrace.perf.plant;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to run a simulated plant.
 *
 * @param seed everything random follows from it
 * @param machines how many machines, at least 1; five of them repeat as a pattern
 * @param unitsPerSecond units each machine makes per second while it executes
 * @param durationSeconds length of the run
 * @param mqtt the broker that Sparkplug and JSON machines and the MES publish to
 * @param opcUa where and for whom the OPC UA server listens
 * @param folder where the plant keeps its certificates
 * @param truthFile where the truth is written, or null for nowhere
 * @param sparkplugHostId the primary host the edge nodes wait for
 */
public record PlantOptions(
        long seed,
        int machines,
        double unitsPerSecond,
        int durationSeconds,
        Mqtt mqtt,
        OpcUa opcUa,
        Path folder,
        @Nullable Path truthFile,
        String sparkplugHostId) {

    /** The rate at which an order lasts about ten seconds. */
    public static final double DEFAULT_UNITS_PER_SECOND = 4;

    public PlantOptions {
        require(machines >= 1, "a plant needs at least one machine, not " + machines);
        require(
                unitsPerSecond > 0 && unitsPerSecond <= 100_000,
                "units per second must be in (0, 100000]: " + unitsPerSecond);
        require(durationSeconds >= 1, "a run lasts at least one second, not " + durationSeconds);
    }

    /** Five machines, four units per second each, one minute. */
    public static PlantOptions of(final Mqtt mqtt, final OpcUa opcUa, final Path folder) {
        return new PlantOptions(1, 5, DEFAULT_UNITS_PER_SECOND, 60, mqtt, opcUa, folder, null, "millrace");
    }

    public PlantOptions withSeed(final long newSeed) {
        return new PlantOptions(
                newSeed, machines, unitsPerSecond, durationSeconds, mqtt, opcUa, folder, truthFile, sparkplugHostId);
    }

    public PlantOptions withMachines(final int count) {
        return new PlantOptions(
                seed, count, unitsPerSecond, durationSeconds, mqtt, opcUa, folder, truthFile, sparkplugHostId);
    }

    public PlantOptions withUnitsPerSecond(final double rate) {
        return new PlantOptions(seed, machines, rate, durationSeconds, mqtt, opcUa, folder, truthFile, sparkplugHostId);
    }

    public PlantOptions withDurationSeconds(final int seconds) {
        return new PlantOptions(
                seed, machines, unitsPerSecond, seconds, mqtt, opcUa, folder, truthFile, sparkplugHostId);
    }

    public PlantOptions withTruthFile(final Path file) {
        return new PlantOptions(
                seed, machines, unitsPerSecond, durationSeconds, mqtt, opcUa, folder, file, sparkplugHostId);
    }

    /** The layout these options lead to: with more orders than the run can make. */
    public PlantLayout layout() {
        final int orders = Math.min(999, Math.max(20, durationSeconds / 4));
        return PlantLayout.of(machines, unitsPerSecond, orders);
    }

    private static void require(final boolean holds, final String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /**
     * An MQTT broker.
     *
     * @param user null where the broker lets anyone in
     */
    public record Mqtt(String host, int port, @Nullable String user, @Nullable String password) {

        public static Mqtt of(final String host, final int port) {
            return new Mqtt(host, port, null, null);
        }

        @Override
        public String toString() {
            return host + ":" + port + (user == null ? "" : " as " + user);
        }
    }

    /**
     * The plant's OPC UA server.
     *
     * @param port 0 for any free one
     * @param insecure also offer an endpoint without security and let anonymous users in
     */
    public record OpcUa(int port, String user, String password, boolean insecure) {

        @Override
        public String toString() {
            return "port " + port + " for " + user + (insecure ? ", also without security" : "");
        }
    }
}
