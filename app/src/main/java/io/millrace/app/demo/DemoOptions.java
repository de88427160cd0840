package io.millrace.app.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is to show.
 *
 * @param length of the run, without start and settlement
 * @param unitsPerSecond each machine makes while it executes
 * @param crashes which processes are killed, in this order, one at a time
 * @param outage how long Kafka is unreachable, zero for not at all
 * @param keep leave everything running at the end, and the data where they are
 * @param report where the conservation report goes as JSON, null for nowhere
 * @param data folder of everything the demo writes
 */
public record DemoOptions(
        Duration length,
        long seed,
        int machines,
        double unitsPerSecond,
        List<Victim> crashes,
        Duration outage,
        boolean keep,
        @Nullable Path report,
        Path data) {
    /** From this length on every protocol has to show a confirmation, a dropped duplicate and a correction. */
    static final Duration FULL_STORY = Duration.ofSeconds(30);

    public DemoOptions {
        crashes = List.copyOf(crashes);
    }

    /** A process that can be killed. */
    public enum Victim {
        GATEWAY,
        TOPOLOGY,
        BROKER
    }
}
