package io.millrace.core.machine;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's older timeline, in blocks ordered by the time they start at, and its finished ledgers. A port: the store behind it is
 * the topology's.
 */
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

    /** @return what {@link #putLedger} kept of an operation, null if nothing */
    byte @Nullable [] ledger(OperationKey operation);

    /** Keeps the ledger of an operation that nothing is expected of any more. */
    void putLedger(OperationKey operation, byte[] ledger);

    void removeLedger(OperationKey operation);

    /** Those that {@link #putLedger} keeps, sorted; a copy. */
    List<OperationKey> ledgers();
}
