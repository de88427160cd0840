package io.millrace.app.config;

import java.nio.file.Path;

/**
 * @param minFreeBytes with less room on the disk than this the sources are no longer acknowledged until there is more
 * @param telemetry what is different for process values
 * @param ringSlots a power of two
 */
public record JournalSettings(
        Sync sync, Roll roll, long minFreeBytes, int ringSlots, Wait waiting, Telemetry telemetry) {
    /**
     * Process values have a journal of their own.
     *
     * @param folder of that journal
     * @param minFreeBytes with less room on its disk than this they are left out, in declared gaps; not less than that of the other
     */
    public record Telemetry(Path folder, Sync sync, long minFreeBytes) {}

    /** What a durable record survives: the end of the process, or of the power. */
    public enum Sync {
        PROCESS,
        POWER
    }

    /** How often a new file is begun. */
    public enum Roll {
        HOURLY,
        DAILY
    }

    /** How the journalling thread waits for work; the later ones are quicker and cost a processor. */
    public enum Wait {
        BLOCKING,
        SLEEPING,
        YIELDING,
        BUSY_SPIN
    }
}
