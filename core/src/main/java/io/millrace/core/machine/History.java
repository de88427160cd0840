package io.millrace.core.machine;

import io.millrace.core.timeline.Block;
import org.jspecify.annotations.Nullable;

/** A machine's older timeline, in blocks ordered by the time they start at. A port: the store behind it is the topology's. */
public interface History {
    /** @return the block with the greatest {@code fromNs} not after the time, or null */
    @Nullable
    Block floor(long timeNs);

    /** @return the block with the least {@code fromNs} after the time, or null */
    @Nullable
    Block after(long timeNs);

    /** Adds or replaces the block that starts at its {@code fromNs}. */
    void put(Block block);

    void remove(long fromNs);
}
