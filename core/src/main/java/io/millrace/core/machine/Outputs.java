package io.millrace.core.machine;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine's account says what it has to say, in the order it is said. Every record is complete in itself; times are source
 * times in nanoseconds since the epoch unless said otherwise.
 */
public interface Outputs {
    void confirmation(Confirmation confirmation);

    void milestone(Milestone milestone);

    void interval(StateInterval interval);

    void quantity(QuantityStatement quantity);

    void scrap(Scrapped scrap);

    void consumption(Consumption consumption);

    void gap(Gap gap);

    void quarantine(Quarantined quarantined);

    void status(MachineStatus status);

    void balance(Balance balance);

    void progress(OperationProgress progress);

    /** Something happened to an operation at a machine. */
    record Milestone(String machine, OperationKey operation, Type type, long timeNs, String causeId) {
        public enum Type {
            STARTED,
            PAUSED,
            RESUMED,
            COMPLETED,
            CORRECTED,
            FIRST_GOOD,
            PLANNED_REACHED,
            OVERPRODUCED
        }
    }

    /**
     * What a machine's state was between two times. Its identity is (machine, {@code fromNs}).
     *
     * @param revision rises with every restatement of the same interval: the highest counts
     * @param withdrawn no interval starts here any more
     * @param because why it is restated, empty for the first statement
     */
    record StateInterval(
            String machine,
            long fromNs,
            long toNs,
            MachineState state,
            Mode mode,
            String nativeState,
            String reason,
            long revision,
            boolean withdrawn,
            String because) {}

    /** What is true and what has been told of an operation at a machine, each from its first unit on. */
    record QuantityStatement(
            String machine, OperationKey operation, Quantities counted, Quantities told, String unit, long asOfNs) {}

    record Scrapped(String machine, @Nullable OperationKey operation, long quantityMilli, String reason, long timeNs) {}

    record Consumption(
            String machine,
            @Nullable OperationKey operation,
            String material,
            String lot,
            long quantityMilli,
            long timeNs,
            String sourceEventId) {}

    /**
     * Something that should have come and did not, or not yet.
     *
     * @param firstMissing first missing sequence number of a transport hole, 0 for a source gap
     * @param lastMissing last missing one
     */
    record Gap(
            String machine,
            String gateway,
            long incarnation,
            Type type,
            long firstMissing,
            long lastMissing,
            long fromNs,
            long toNs,
            String cause) {
        public enum Type {
            HOLE,
            HOLE_FILLED,
            SOURCE
        }
    }

    record Quarantined(
            String machine,
            String source,
            String sourceEventId,
            Reason reason,
            long quantityMilli,
            long timeNs,
            String detail) {
        public enum Reason {
            BEYOND_HORIZON,
            BACKWARDS
        }
    }

    /**
     * @param counted of the operation that runs, by this machine
     * @param lastConfirmation null before the first
     */
    record MachineStatus(
            String machine,
            MachineState state,
            Mode mode,
            String nativeState,
            String reason,
            long stateSinceNs,
            @Nullable OperationKey operation,
            Quantities counted,
            @Nullable UUID lastConfirmation,
            long asOfNs) {}

    /**
     * The conservation equation of one machine, from its first event on:
     * counted = attributed + unattributed + quarantined, attributed = told + pending.
     *
     * @param declaredLostMilli no event of this version declares units lost, so it is 0
     * @param repeated events dropped because the source had said them before
     * @param resent events dropped because the gateway had sent them before
     * @param late events put in before others
     * @param corrections order contexts that superseded earlier ones
     * @param asOfNs gateway time
     */
    record Balance(
            String machine,
            Quantities attributed,
            Quantities unattributed,
            long quarantinedMilli,
            long declaredLostMilli,
            Quantities told,
            long accepted,
            long repeated,
            long resent,
            long late,
            long corrections,
            long quarantinedEvents,
            long confirmations,
            long asOfNs) {
        public Quantities pending() {
            return attributed.minus(told);
        }
    }

    /**
     * What a machine says of an operation to the one who finishes it.
     *
     * @param ran false if it turned out that the machine never ran it: it is not waited for
     * @param open started and not completed at this machine
     * @param settled everything true has been told
     */
    record OperationProgress(
            OperationKey operation,
            String machine,
            boolean ran,
            boolean open,
            boolean settled,
            Quantities told,
            long plannedMilli,
            String material,
            String unit,
            long triggerSourceNs,
            long triggerGatewayNs) {}
}
