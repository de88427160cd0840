package io.millrace.core.ledger;

import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.plant.Component;
import io.millrace.core.plant.OperationKey;
import java.util.List;
import java.util.Map;

/**
 * Of which ledger and on what occasion something is told; see {@link Confirmation} for the meaning of each part.
 *
 * @param components bill of material, backflushed with the units
 * @param lots by material, the lot last reported at the machine
 * @param completed the operation has been completed at the machine: what comes now is a correction
 */
public record Occasion(
        OperationKey operation,
        String machine,
        String material,
        String unit,
        List<Component> components,
        Map<String, String> lots,
        long postingDay,
        CorrectionPolicy policy,
        boolean mayGoNegative,
        boolean completed,
        Confirmation.Trigger trigger,
        long fromNs,
        long toNs,
        long triggerSourceNs,
        long triggerGatewayNs,
        String correlationId) {}
