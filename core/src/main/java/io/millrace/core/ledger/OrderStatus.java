package io.millrace.core.ledger;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.List;

/**
 * Where an operation stands, over all machines that ran it.
 *
 * @param told confirmed so far, by all machines
 * @param machines paths of those that ran it, sorted
 * @param openAt paths of those that have started and not completed it, sorted
 * @param asOfNs source time of the newest event that changed it
 */
public record OrderStatus(
        OperationKey operation,
        Phase phase,
        long plannedMilli,
        Quantities told,
        String material,
        String unit,
        List<String> machines,
        List<String> openAt,
        long asOfNs) {
    public enum Phase {
        RUNNING,
        /** Completed at every machine; something is still to be told, or to be heard of other machines. */
        COMPLETED,
        /** The one FINAL has been said; corrections may follow. */
        FINAL
    }
}
