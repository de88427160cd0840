package io.millrace.core.ledger;

import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.plant.OperationKey;

/**
 * Of which ledger and on what occasion something is told; see {@link Confirmation} for the meaning of each part.
 *
 * @param completed the operation has been completed at the machine: what comes now is a correction
 */
public record Occasion(
        OperationKey operation,
        String machine,
        String material,
        String unit,
        CorrectionPolicy policy,
        boolean completed,
        Confirmation.Trigger trigger,
        long fromNs,
        long toNs,
        long triggerSourceNs,
        long triggerGatewayNs,
        String correlationId) {}
