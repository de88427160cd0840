package io.millrace.core.timeline;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import org.jspecify.annotations.Nullable;

/** What follows from the entries of a timeline, in their order. */
public interface Effects {
    /** @param operation null: unattributed */
    void units(@Nullable OperationKey operation, Quantities quantities, long timeNs);

    /** @param milli units that moved while a counter had gone backwards without evidence */
    void quarantined(long milli, long timeNs);

    /** A state held from one time to another, and has ended. */
    void interval(long fromNs, long toNs, StateContent content);

    /** The operation ended at this machine. */
    void completed(OperationKey operation, long timeNs);
}
