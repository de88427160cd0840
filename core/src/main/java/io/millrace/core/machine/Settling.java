package io.millrace.core.machine;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.figures.Periods;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Occasion;
import io.millrace.core.ledger.Settlement;
import io.millrace.core.ledger.SettlementPolicy;
import io.millrace.core.ledger.Told;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Component;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Effects;
import io.millrace.core.timeline.Position;
import io.millrace.core.timeline.Situation;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a machine tells what. Units of the running operation are told once they are older than {@code settleAfter}, since order starts
 * come late; those of any other operation at once. One instance serves one event.
 */
final class Settling {
    private static final long DEFAULT_SETTLE_AFTER_NS = 120_000_000_000L;
    private static final long NO_CUT_NS = Long.MAX_VALUE;
    /** For an operation nobody defined: something pending is told once a minute and at its end. */
    private static final Fact.OperationDefined DEFAULT_OPERATION = Fact.OperationDefined.of(
            "", "", 0, ConfirmationPolicy.of(0, 60_000_000_000L, true, CorrectionPolicy.REVERSAL), "", "");

    private final MachineHead head;
    private final EventHead event;
    private final long sourceNs;
    private final Definitions definitions;
    private final History history;
    private final Outputs out;
    private final Fact.@Nullable MachineDefined machine;

    Settling(
            final MachineHead head,
            final EventHead event,
            final long sourceNs,
            final Definitions definitions,
            final History history,
            final Outputs out) {
        this.head = head;
        this.event = event;
        this.sourceNs = sourceNs;
        this.definitions = definitions;
        this.history = history;
        this.out = out;
        this.machine = definitions.now().machine(head.machine, head.newestGatewayNs);
    }

    /**
     * After units moved. What has become enough is told at once, and so is what somebody put right by correcting an order context.
     * Other shrinkage waits for the next tick: stored readings come one by one and scrap comes beside its total, and telling each
     * step would take back and post again what the next one changes.
     *
     * @param corrected an order context moved them
     */
    void onUnits(final List<OperationLedger> moved, final boolean late, final boolean corrected) {
        final boolean shrunk = moved.stream().anyMatch(Settling::tooMuchTold);
        if (shrunk && !corrected) {
            return;
        }
        for (final OperationLedger ledger : moved) {
            if (shrunk && (late || tooMuchTold(ledger))) {
                settle(ledger, Confirmation.Trigger.CORRECTION);
            } else if (isClosed(ledger)) {
                settle(ledger, late ? Confirmation.Trigger.CORRECTION : Confirmation.Trigger.COMPLETION);
            } else if (settleAfterNs(ledger) == 0) {
                onQuantity(ledger);
            }
        }
    }

    void onTick() {
        onShiftEnd();
        final boolean shrunk = head.ledgers.values().stream().anyMatch(Settling::tooMuchTold);
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (!hasPending(ledger)) {
                continue;
            }
            final long intervalNs = defined(ledger.operation).confirm().intervalNs();
            if (tooMuchTold(ledger) || isClosed(ledger) && ledger.pending().isZero()) {
                settle(ledger, Confirmation.Trigger.CORRECTION);
            } else if (!isRunning(ledger)) {
                settle(ledger, shrunk ? Confirmation.Trigger.CORRECTION : Confirmation.Trigger.INTERVAL);
            } else if (ledger.pending().isZero()) {
                continue; // time alone is told with the units it made
            } else if (intervalNs > 0 && head.newestGatewayNs - ledger.toldAtNs >= intervalNs) {
                settle(ledger, Confirmation.Trigger.INTERVAL);
            } else {
                onQuantity(ledger);
            }
        }
    }

    /** A shift that ended is told once order starts that come late have had their time: what was made until its end, no more. */
    private void onShiftEnd() {
        final long endNs = head.shiftEndNs;
        final long waitNs = machine == null ? DEFAULT_SETTLE_AFTER_NS : machine.settleAfterNs();
        if (endNs != Position.NEVER && head.newestGatewayNs < endNs + waitNs) {
            return;
        }
        final Shift shift = definitions.now().calendars().shiftAt(head.machine, head.newestGatewayNs);
        final long nextNs = shift == null ? Position.NEVER : shift.toNs();
        if (nextNs == endNs) {
            return;
        }
        head.shiftEndNs = nextNs;
        if (endNs == Position.NEVER) {
            return;
        }
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (hasPending(ledger) && defined(ledger.operation).confirm().atShiftEnd()) {
                tell(ledger, mayBeTold(ledger, endNs - 1), Confirmation.Trigger.SHIFT_END);
            }
        }
    }

    /** After the order context changed: what is completed here is told, and what is paused if its milestones are. */
    void onContext() {
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (isRunning(ledger) || !hasPending(ledger)) {
                continue;
            }
            if (isClosed(ledger)) {
                settle(ledger, Confirmation.Trigger.COMPLETION);
            } else if (defined(ledger.operation).confirm().atMilestones()) {
                settle(ledger, Confirmation.Trigger.MILESTONE);
            }
        }
    }

    /** Somebody wants to know everything now. */
    void onRequest() {
        List.copyOf(head.ledgers.values())
                .forEach(ledger -> tell(
                        ledger,
                        new Truth(ledger.counted, activityUntil(ledger, NO_CUT_NS)),
                        Confirmation.Trigger.REQUEST));
    }

    /** The ERP refused a confirmation for good: what it said is pending again. */
    void onReturned(final String confirmationId) {
        final UUID id;
        try {
            id = UUID.fromString(confirmationId);
        } catch (final IllegalArgumentException noId) {
            return;
        }
        for (final OperationKey operation : head.operations()) {
            final OperationLedger ledger = head.ledger(operation);
            final Told.Standing refused = ledger.told.standing(id);
            if (refused != null) {
                takeBack(ledger, refused);
                ledger.tell(ledger.told.without(refused), head.newestGatewayNs);
                ledger.reopen(sourceNs);
                head.told = head.told.minus(refused.quantity());
                head.returned = head.returned.plus(refused.quantity());
                head.dirty = true;
                return;
            }
        }
    }

    /** What a refused confirmation backflushed is not consumed. */
    private void takeBack(final OperationLedger ledger, final Told.Standing refused) {
        final long toldMilli = ledger.told.quantities().totalMilli();
        for (final Component component : definitions.components(defined(ledger.operation))) {
            final long milli =
                    component.consumedMilli(toldMilli - refused.quantity().totalMilli())
                            - component.consumedMilli(toldMilli);
            out.consumption(new Outputs.Consumption(
                    head.machine,
                    refused.id().toString(),
                    ledger.operation,
                    component.material(),
                    refused.lot(component.material()),
                    milli,
                    true,
                    sourceNs,
                    ++head.revisions));
        }
    }

    private void onQuantity(final OperationLedger ledger) {
        final long every = defined(ledger.operation).confirm().everyMilli();
        if (every > 0 && ledger.pending().totalMilli() >= every) {
            final Truth truth = mayBeTold(ledger, NO_CUT_NS);
            if (truth.units.minus(ledger.told.quantities()).totalMilli() >= every) {
                tell(ledger, truth, Confirmation.Trigger.QUANTITY);
            }
        }
    }

    private static boolean tooMuchTold(final OperationLedger ledger) {
        return ledger.pending().hasNegative();
    }

    private boolean isClosed(final OperationLedger ledger) {
        return ledger.completions > 0 && !head.timeline.now().isOpen(ledger.operation);
    }

    /** True if nothing is expected of the operation here any more. */
    boolean isDone(final OperationLedger ledger) {
        return isClosed(ledger) && !ledger.dirty && !hasPending(ledger);
    }

    private boolean isRunning(final OperationLedger ledger) {
        return ledger.operation.equals(head.timeline.now().running());
    }

    private boolean hasPending(final OperationLedger ledger) {
        return !ledger.pending().isZero()
                || defined(ledger.operation).confirm().withActivities()
                        && !ledger.activity.inSeconds().equals(ledger.told.activity());
    }

    private void settle(final OperationLedger ledger, final Confirmation.Trigger trigger) {
        tell(ledger, mayBeTold(ledger, NO_CUT_NS), trigger);
    }

    private void tell(final OperationLedger ledger, final Truth truth, final Confirmation.Trigger trigger) {
        final Fact.OperationDefined operation = defined(ledger.operation);
        final Activity times = operation.confirm().withActivities() ? truth.times.inSeconds() : ledger.told.activity();
        final Settlement settlement =
                SettlementPolicy.settle(ledger.told, truth.units, times, occasion(ledger, operation, trigger));
        for (final Confirmation confirmation : settlement.confirmations()) {
            head.told = head.told.plus(confirmation.quantity());
            head.confirmations++;
            head.lastConfirmation = confirmation.id();
            head.dirty = true;
            out.confirmation(confirmation);
            backflush(confirmation);
        }
        if (!settlement.confirmations().isEmpty()) {
            ledger.tell(settlement.told(), head.newestGatewayNs);
        }
    }

    private void backflush(final Confirmation confirmation) {
        for (final Confirmation.Backflush component : confirmation.components()) {
            out.consumption(new Outputs.Consumption(
                    head.machine,
                    confirmation.id().toString(),
                    confirmation.operation(),
                    component.material(),
                    component.lot(),
                    component.quantityMilli(),
                    true,
                    confirmation.toNs(),
                    ++head.revisions));
        }
    }

    /** What is true and may be told. */
    private record Truth(Quantities units, Activity times) {}

    /**
     * Everything counted, less what is too young to be told; what was told of it already stays told.
     *
     * @param cutNs nothing later is told
     */
    private Truth mayBeTold(final OperationLedger ledger, final long cutNs) {
        final long settleAfterNs = settleAfterNs(ledger);
        final boolean waits = settleAfterNs != 0 && isRunning(ledger);
        if (!waits && cutNs == NO_CUT_NS) {
            return new Truth(ledger.counted, activityUntil(ledger, NO_CUT_NS));
        }
        final long afterNs = Math.min(cutNs, waits ? head.newestGatewayNs - settleAfterNs : NO_CUT_NS);
        final Young young = new Young(ledger.operation, afterNs);
        head.timeline.replayAfter(afterNs, head.rules(), history, young);
        final Quantities old = ledger.counted.minus(young.units);
        return new Truth(
                old.max(ledger.counted.min(ledger.told.quantities())),
                activityUntil(ledger, afterNs).minus(young.times));
    }

    /** The timeline's times with the part of the lasting span that lies before a time. */
    private Activity activityUntil(final OperationLedger ledger, final long cutNs) {
        final Position now = head.timeline.now();
        final long toNs = Math.min(cutNs, sourceNs);
        if (!isRunning(ledger) || now.spanSinceNs() == Position.NEVER || toNs <= now.spanSinceNs()) {
            return ledger.activity;
        }
        return ledger.activity.plus(now.situation(head.rules()).activity(toNs - now.spanSinceNs()));
    }

    private long settleAfterNs(final OperationLedger ledger) {
        final long own = defined(ledger.operation).confirm().settleAfterNs();
        if (own != ConfirmationPolicy.AS_THE_MACHINE) {
            return own;
        }
        return machine == null ? DEFAULT_SETTLE_AFTER_NS : machine.settleAfterNs();
    }

    Fact.OperationDefined defined(final OperationKey operation) {
        final Fact.OperationDefined defined = definitions.now().operation(operation);
        return defined == null ? DEFAULT_OPERATION : defined;
    }

    private Occasion occasion(
            final OperationLedger ledger, final Fact.OperationDefined operation, final Confirmation.Trigger trigger) {
        final long toNs = ledger.pendingToNs == Position.NEVER ? sourceNs : ledger.pendingToNs;
        return new Occasion(
                ledger.operation,
                head.machine,
                operation.material(),
                operation.unit(),
                definitions.components(operation),
                lots(),
                postingDay(toNs),
                operation.confirm().correction(),
                operation.confirm().mayGoNegative(),
                isClosed(ledger) && trigger == Confirmation.Trigger.CORRECTION,
                trigger,
                ledger.pendingFromNs == Position.NEVER ? sourceNs : ledger.pendingFromNs,
                toNs,
                sourceNs,
                event.gatewayTimeNs(),
                event.correlationId());
    }

    private Map<String, String> lots() {
        final Map<String, String> lots = new HashMap<>();
        head.lots.forEach((material, lot) -> lots.put(material, lot.lot()));
        return lots;
    }

    /** The local day of what is told, or the first that is open for postings. */
    long postingDay(final long timeNs) {
        final ZoneId zone = definitions.now().zone(head.machine, timeNs);
        final long day = Periods.dateOf(timeNs, zone).toEpochDay();
        return Math.max(day, definitions.now().postingOpenFromDay(head.machine, head.newestGatewayNs));
    }

    /** Adds up the units of one operation after a time, and its times. */
    private static final class Young implements Effects {
        private final OperationKey operation;
        private final long afterNs;
        private Quantities units = Quantities.ZERO;
        private Activity times = Activity.NONE;

        Young(final OperationKey operation, final long afterNs) {
            this.operation = operation;
            this.afterNs = afterNs;
        }

        @Override
        public void units(final @Nullable OperationKey of, final Quantities quantities, final long timeNs) {
            if (timeNs > afterNs && operation.equals(of)) {
                units = units.plus(quantities);
            }
        }

        @Override
        public void span(final long fromNs, final long toNs, final Situation situation) {
            if (toNs > afterNs && operation.equals(situation.operation())) {
                times = times.plus(situation.activity(toNs - Math.max(fromNs, afterNs)));
            }
        }

        @Override
        public void labour(final @Nullable OperationKey of, final long durationNs, final long timeNs) {
            if (timeNs > afterNs && operation.equals(of)) {
                times = times.plus(new Activity(0, 0, 0, durationNs));
            }
        }
    }
}
