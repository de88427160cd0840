package io.millrace.app.config;

/**
 * @param minFreeBytes with less room on the disk than this the sources are no longer acknowledged until there is more
 * @param ringSlots a power of two
 */
public record JournalSettings(Sync sync, Roll roll, long minFreeBytes, int ringSlots, Wait waiting) {
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
