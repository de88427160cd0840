package io.millrace.ingest.journal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of groups. A position is the number of a record, from 1 without holes over all starts; 0 stands before the
 * first. One thread appends and syncs; any number of readers, each on a thread of its own, follow.
 */
public interface Journal extends AutoCloseable {
    /** Made with the journal: a position means something only together with it. */
    UUID id();

    /**
     * Appends one message, whole or not at all. It survives the death of the process from here on, a power cut after
     * {@link #sync()}.
     *
     * @return its position
     * @throws JournalException if it could not be written: nothing may be acknowledged or appended any more
     */
    long append(JournalGroup group);

    /**
     * Makes what has been appended durable as the policy asks.
     *
     * @throws JournalException if that failed: nothing may be acknowledged or appended any more, and it must not be tried again (the
     *     system may have dropped the unwritten pages)
     */
    void sync();

    /** The largest group it takes, in bytes with all overhead. */
    int maxGroupBytes();

    /** Position of the newest record, 0 if there is none. Any thread. */
    long lastPosition();

    /** When the newest record was journalled, gateway clock in nanoseconds since the epoch, 0 if there is none. Any thread. */
    long lastJournalledNs();

    /** Reads what stands behind a position. What retention has deleted is passed in silence; what else is missing is damaged. */
    JournalReader reader(long afterPosition);

    /** Gives space back: whole files whose records all stand at or before the position may be deleted. Any thread, blocks. */
    void retain(long upToPosition);

    /** True while the disk has less room than the watermark: append nothing now. Cheap enough to ask before each append. */
    boolean isFull();

    /** True while there is so little room that what may be left out is to be left out. Cheap, as {@link #isFull()}. */
    default boolean isTight() {
        return false;
    }

    /**
     * Until {@link #isTight()} or {@link #isFull()}, as the disk has been filling over the last minutes and if nothing is deleted;
     * infinite while it does not fill. Any thread.
     */
    default double secondsUntilFull() {
        return Double.POSITIVE_INFINITY;
    }

    /** Room on the journal's disk, in bytes, as last looked at. Any thread. */
    long usableBytes();

    /** Records found damaged by any reader and put into quarantine. Any thread. */
    long damagedRecords();

    /** Damaged records that nobody has asked for yet, each once; null if there are none. Any thread. */
    default @Nullable DamagedRecords pollDamaged() {
        return null;
    }

    /** Syncs and closes. Readers are closed first, by their owners. */
    @Override
    void close();
}
