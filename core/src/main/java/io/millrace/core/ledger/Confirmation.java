package io.millrace.core.ledger;

import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an ERP is told about one operation, to be posted exactly once: equal ids have equal contents.
 *
 * @param machine path of the work unit whose ledger it belongs to; empty for a FINAL, which speaks for all of them
 * @param number among the confirmations of its ledger, from 1 without holes
 * @param quantity what it adds to what was told: negative in a REVERSAL, possibly in a CORRECTION by difference, zero in a FINAL
 * @param toldAfter what the ledger has told with it (a FINAL: all ledgers of the operation)
 * @param unit of the quantities
 * @param activity setup, machine and labour times it adds, whole seconds; none if the operation's confirmations carry none
 * @param activityAfter what the ledger has told of them with it
 * @param components what it backflushes, by the bill of material
 * @param postingDay day the ERP is to post it to, days since 1970-01-01 in the site's time zone
 * @param reverses id of the confirmation a REVERSAL takes back, otherwise null
 * @param fromNs source time of the first unit it may speak of, nanoseconds since the epoch
 * @param toNs source time of the last
 * @param triggerSourceNs source time of the event that triggered it: its latency runs from here
 * @param triggerGatewayNs gateway time of that event
 * @param correlationId of that event, empty if it had none
 */
public record Confirmation(
        UUID id,
        Kind kind,
        OperationKey operation,
        String machine,
        int number,
        Quantities quantity,
        Quantities toldAfter,
        Activity activity,
        Activity activityAfter,
        String material,
        String unit,
        List<Backflush> components,
        long postingDay,
        @Nullable UUID reverses,
        Trigger trigger,
        long fromNs,
        long toNs,
        long triggerSourceNs,
        long triggerGatewayNs,
        String correlationId) {

    public Confirmation {
        components = List.copyOf(components);
    }

    /**
     * What a confirmation consumed of one component: negative where it takes units back.
     *
     * @param lot the lot of the material last reported at the machine, empty if none was
     */
    public record Backflush(String material, String lot, long quantityMilli, String unit) {}

    public enum Kind {
        /** Units of a running operation. */
        PARTIAL,
        /** A difference after the operation was completed, or by policy instead of a reversal. */
        CORRECTION,
        /** Takes back one earlier confirmation entirely. */
        REVERSAL,
        /** Says that the operation is finished; carries no quantity. */
        FINAL
    }

    /** Why it was said now. */
    public enum Trigger {
        QUANTITY,
        INTERVAL,
        MILESTONE,
        SHIFT_END,
        COMPLETION,
        CORRECTION,
        REQUEST
    }
}
