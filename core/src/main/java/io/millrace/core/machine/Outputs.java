package io.millrace.core.machine;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Activity;
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

    void stop(Stop stop);

    void counted(Counted counted);

    void undecided(Undecided undecided);

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
     * What the calendar says of a piece of time.
     *
     * @param shift null outside all shifts, and where there is no calendar
     * @param zone time zone that local hours and days are taken in
     */
    record Planned(@Nullable Shift shift, boolean scheduled, boolean isBreak, String zone) {}

    /**
     * A piece of a machine's time: one state, one operation, one shift or break. Its identity is (machine, {@code fromNs}); the pieces
     * of a machine neither overlap nor leave holes.
     *
     * @param operation that was registered, null for none
     * @param profile name of the table that chose the element
     * @param open it lasts still: {@code toNs} is how far it is known
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
            @Nullable OperationKey operation,
            TimeElement element,
            String profile,
            Planned planned,
            boolean open,
            long revision,
            boolean withdrawn,
            String because) {
        StateInterval stated(final long newRevision, final boolean isWithdrawn, final String why) {
            return new StateInterval(
                    machine,
                    fromNs,
                    toNs,
                    state,
                    mode,
                    nativeState,
                    reason,
                    operation,
                    element,
                    profile,
                    planned,
                    open,
                    newRevision,
                    isWithdrawn,
                    why);
        }
    }

    /**
     * A time in which a machine did not produce although it is known what it did, from production to production. Its identity is
     * (machine, {@code fromNs}); it belongs to the shift it begins in. State, reason and operation are those of its main part: of those
     * with a reason, else of all, the longest.
     *
     * @param category of the reason, null if nobody gave one
     * @param micro shorter than the machine's threshold, and nobody gave a reason
     */
    record Stop(
            String machine,
            long fromNs,
            long toNs,
            MachineState state,
            Mode mode,
            String nativeState,
            String reason,
            @Nullable ReasonCategory category,
            @Nullable OperationKey operation,
            TimeElement element,
            boolean micro,
            Planned planned,
            long revision,
            boolean withdrawn) {
        Stop stated(final long newRevision, final boolean isWithdrawn) {
            return new Stop(
                    machine,
                    fromNs,
                    toNs,
                    state,
                    mode,
                    nativeState,
                    reason,
                    category,
                    operation,
                    element,
                    micro,
                    planned,
                    newRevision,
                    isWithdrawn);
        }
    }

    /**
     * Units that were counted, or counted no more: a difference. They add up to what was counted in the piece of time that begins at
     * {@code fromNs}, which is at most a quarter of an hour and lies in one shift or break.
     *
     * @param operation null: unattributed
     * @param runtimePerUnitNs planned run time per item, 0 if nobody planned it
     */
    record Counted(
            String machine,
            @Nullable OperationKey operation,
            long fromNs,
            Quantities quantities,
            long runtimePerUnitNs,
            Planned planned,
            long asOfNs) {}

    /**
     * Units of a step over an order change that took longer than may be attributed: they are one of the two operations', or nobody's.
     * Its identity is (machine, {@code toNs}). An order context put right resolves it.
     */
    record Undecided(
            String machine,
            long fromNs,
            long toNs,
            Quantities quantities,
            @Nullable OperationKey before,
            @Nullable OperationKey after,
            long revision,
            boolean withdrawn) {}

    /**
     * What is true and what has been told of an operation at a machine, each from its first unit on.
     *
     * @param observed what was counted beside the authority; less {@code counted} it is the discrepancy
     * @param activity from the timeline, up to the last change of state or operation
     * @param activityTold none if the operation's confirmations carry no times
     */
    record QuantityStatement(
            String machine,
            OperationKey operation,
            Quantities counted,
            Quantities told,
            Quantities observed,
            Activity activity,
            Activity activityTold,
            String unit,
            long asOfNs) {}

    /**
     * Scrap or rework as it was reported or declared. It is restated when it turns out to be another operation's.
     *
     * @param id names it, whatever is said of it later
     * @param operation null: nobody's
     * @param measure SCRAP or REWORK
     * @param revision of the statements with one id the highest counts
     */
    record Scrapped(
            String machine,
            String id,
            @Nullable OperationKey operation,
            Measure measure,
            long quantityMilli,
            String reason,
            long timeNs,
            long revision) {}

    /**
     * What was consumed. A report is restated when it turns out to be another operation's.
     *
     * @param id of a report a name of its own; of what a confirmation backflushed by the bill of material the confirmation's
     * @param backflushed else reported. Negative where a confirmation took units back
     * @param revision of the reports with one id the highest counts
     */
    record Consumption(
            String machine,
            String id,
            @Nullable OperationKey operation,
            String material,
            String lot,
            long quantityMilli,
            boolean backflushed,
            long timeNs,
            long revision) {}

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

    /**
     * Units that nobody can say are units, and what was decided of them.
     *
     * @param id names it to the one who decides, unique for the machine
     * @param quantityMilli how much it is now
     * @param timeNs source time of what is in doubt: the first reading that went backwards, or the event that came too late
     */
    record Quarantined(
            String machine,
            String id,
            String source,
            String sourceEventId,
            Reason reason,
            Status status,
            long quantityMilli,
            long timeNs,
            String detail) {
        public enum Reason {
            BEYOND_HORIZON,
            BACKWARDS
        }

        public enum Status {
            OPEN,
            ACCEPTED,
            REJECTED,
            /** A later event explained it: there is nothing to decide. */
            RESOLVED
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
     * counted = attributed + unattributed + quarantined + declared lost, attributed = told + pending.
     *
     * @param declaredLostMilli counted, and rejected as no units by somebody
     * @param returned told, and refused by the ERP: it is pending again
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
            Quantities returned,
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
     * @param postingDay day a confirmation would be posted to now, days since 1970-01-01 in the site's time zone
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
            long postingDay,
            long triggerSourceNs,
            long triggerGatewayNs) {}
}
