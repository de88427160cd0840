package io.millrace.core.machine;

import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Occasion;
import io.millrace.core.ledger.Settlement;
import io.millrace.core.ledger.SettlementPolicy;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.CountingRules;
import io.millrace.core.timeline.Effects;
import io.millrace.core.timeline.Position;
import io.millrace.core.timeline.StateContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a machine tells what. Units of the running operation are told once they are older than {@code settleAfter}, since order starts
 * come late; those of any other operation at once. One instance serves one event.
 */
final class Settling {
    private static final long DEFAULT_SETTLE_AFTER_NS = 120_000_000_000L;
    /** For an operation nobody defined: something pending is told once a minute and at its end. */
    private static final Fact.OperationDefined DEFAULT_OPERATION =
            new Fact.OperationDefined(0, 0, 0, 60_000_000_000L, true, CorrectionPolicy.REVERSAL, "", "", "", "");

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
        this.machine = definitions.machine(head.machine);
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
            } else if (settleAfterNs() == 0) {
                onQuantity(ledger);
            }
        }
    }

    void onTick() {
        final boolean shrunk = head.ledgers.values().stream().anyMatch(Settling::tooMuchTold);
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (ledger.pending().isZero()) {
                continue;
            }
            final Fact.OperationDefined operation = defined(ledger.operation);
            if (tooMuchTold(ledger)) {
                settle(ledger, Confirmation.Trigger.CORRECTION);
            } else if (!ledger.operation.equals(head.timeline.now().running())) {
                settle(ledger, shrunk ? Confirmation.Trigger.CORRECTION : Confirmation.Trigger.INTERVAL);
            } else if (operation.confirmIntervalNs() > 0
                    && head.newestGatewayNs - ledger.toldAtNs >= operation.confirmIntervalNs()) {
                settle(ledger, Confirmation.Trigger.INTERVAL);
            } else {
                onQuantity(ledger);
            }
        }
    }

    /** After the order context changed: what is completed here is told, and what is paused if its milestones are. */
    void onContext() {
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (ledger.pending().isZero()
                    || ledger.operation.equals(head.timeline.now().running())) {
                continue;
            }
            if (isClosed(ledger)) {
                settle(ledger, Confirmation.Trigger.COMPLETION);
            } else if (defined(ledger.operation).atMilestones()) {
                settle(ledger, Confirmation.Trigger.MILESTONE);
            }
        }
    }

    /** Somebody wants to know everything now. */
    void onRequest() {
        List.copyOf(head.ledgers.values())
                .forEach(ledger -> tell(ledger, ledger.counted, Confirmation.Trigger.REQUEST));
    }

    private void onQuantity(final OperationLedger ledger) {
        final long every = defined(ledger.operation).confirmEveryMilli();
        if (every > 0 && ledger.pending().totalMilli() >= every) {
            final Quantities truth = mayBeTold(ledger);
            if (truth.minus(ledger.told.quantities()).totalMilli() >= every) {
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

    private void settle(final OperationLedger ledger, final Confirmation.Trigger trigger) {
        tell(ledger, mayBeTold(ledger), trigger);
    }

    private void tell(final OperationLedger ledger, final Quantities truth, final Confirmation.Trigger trigger) {
        final Settlement settlement = SettlementPolicy.settle(ledger.told, truth, occasion(ledger, trigger));
        for (final Confirmation confirmation : settlement.confirmations()) {
            head.told = head.told.plus(confirmation.quantity());
            head.confirmations++;
            head.lastConfirmation = confirmation.id();
            head.dirty = true;
            out.confirmation(confirmation);
        }
        if (!settlement.confirmations().isEmpty()) {
            ledger.tell(settlement.told(), head.newestGatewayNs);
        }
    }

    /** Everything counted, less what is too young to be told; what was told of it already stays told. */
    private Quantities mayBeTold(final OperationLedger ledger) {
        final long settleAfterNs = settleAfterNs();
        if (settleAfterNs == 0 || !ledger.operation.equals(head.timeline.now().running())) {
            return ledger.counted;
        }
        final Young young = new Young(ledger.operation, head.newestGatewayNs - settleAfterNs);
        head.timeline.replayAfter(young.afterNs, CountingRules.of(machine), history, young);
        final Quantities old = ledger.counted.minus(young.units);
        return old.max(ledger.counted.min(ledger.told.quantities()));
    }

    private long settleAfterNs() {
        return machine == null ? DEFAULT_SETTLE_AFTER_NS : machine.settleAfterNs();
    }

    Fact.OperationDefined defined(final OperationKey operation) {
        final Fact.OperationDefined defined = definitions.operation(operation);
        return defined == null ? DEFAULT_OPERATION : defined;
    }

    private Occasion occasion(final OperationLedger ledger, final Confirmation.Trigger trigger) {
        final Fact.OperationDefined operation = defined(ledger.operation);
        return new Occasion(
                ledger.operation,
                head.machine,
                operation.material(),
                operation.unit(),
                operation.correction(),
                isClosed(ledger) && trigger == Confirmation.Trigger.CORRECTION,
                trigger,
                ledger.pendingFromNs == Position.NEVER ? sourceNs : ledger.pendingFromNs,
                ledger.pendingToNs == Position.NEVER ? sourceNs : ledger.pendingToNs,
                sourceNs,
                event.gatewayTimeNs(),
                event.correlationId());
    }

    /** Adds up the units of one operation after a time. */
    private static final class Young implements Effects {
        private final OperationKey operation;
        private final long afterNs;
        private Quantities units = Quantities.ZERO;

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
        public void quarantined(final long milli, final long timeNs) {}

        @Override
        public void interval(final long fromNs, final long toNs, final StateContent content) {}

        @Override
        public void completed(final OperationKey completed, final long timeNs) {}
    }
}
