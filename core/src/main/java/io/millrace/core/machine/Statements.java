package io.millrace.core.machine;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Changes;
import io.millrace.core.timeline.StateContent;
import org.jspecify.annotations.Nullable;

/** What a machine says of its timeline: intervals, milestones, scrap, consumption, its status and its balance. Stateless. */
final class Statements {
    private Statements() {}

    /** Says the intervals that an event ended or changed. */
    static void intervals(final MachineHead head, final Changes changes, final Fact fact, final Outputs out) {
        final String because = !changes.isLate() ? "" : fact instanceof Fact.ReasonAssigned ? "reason" : "late";
        for (final Changes.Span span : changes.said().values()) {
            final Changes.Span before = changes.unsaid().get(span.fromNs());
            if (!span.equals(before)) {
                out.interval(interval(head, span, false, before == null ? "" : because));
            }
        }
        for (final Changes.Span span : changes.unsaid().values()) {
            if (!changes.said().containsKey(span.fromNs())) {
                out.interval(interval(head, span, true, because));
            }
        }
    }

    private static StateInterval interval(
            final MachineHead head, final Changes.Span span, final boolean withdrawn, final String because) {
        final StateContent content = span.content();
        return new StateInterval(
                head.machine,
                span.fromNs(),
                span.toNs(),
                content.state(),
                content.mode(),
                content.nativeState(),
                content.reason(),
                head.accepted,
                withdrawn,
                because);
    }

    static void milestone(
            final MachineHead head,
            final Event event,
            final Fact.OrderContext context,
            final @Nullable OperationKey ranBefore,
            final long timeNs,
            final Outputs out) {
        final OperationKey named = Entries.operation(context.order(), context.operation());
        final OperationKey operation = named != null ? named : ranBefore;
        if (operation != null) {
            final boolean corrected = context.cancelled() || context.revision() > 0;
            final Milestone.Type type = corrected ? Milestone.Type.CORRECTED : type(context.transition());
            out.milestone(new Milestone(
                    head.machine, operation, type, timeNs, event.head().sourceEventId()));
        }
    }

    private static Milestone.Type type(final Transition transition) {
        return switch (transition) {
            case STARTED -> Milestone.Type.STARTED;
            case PAUSED -> Milestone.Type.PAUSED;
            case RESUMED -> Milestone.Type.RESUMED;
            case COMPLETED -> Milestone.Type.COMPLETED;
        };
    }

    /** @param running the operation that ran at the time; scrap and consumption are charged to it where they name none */
    static void reported(
            final MachineHead head,
            final Event event,
            final long timeNs,
            final @Nullable OperationKey running,
            final Outputs out) {
        final Fact fact = event.fact();
        if (fact instanceof Fact.ScrapDeclared scrap) {
            final OperationKey named = Entries.operation(scrap.order(), scrap.operation());
            out.scrap(new Outputs.Scrapped(
                    head.machine, named == null ? running : named, scrap.quantityMilli(), scrap.reason(), timeNs));
        } else if (fact instanceof Fact.CountReport report && report.measure() == Measure.SCRAP) {
            final OperationKey named = Entries.operation(report.order(), report.operation());
            out.scrap(new Outputs.Scrapped(
                    head.machine, named == null ? running : named, report.quantityMilli(), report.reason(), timeNs));
        } else if (fact instanceof Fact.MaterialConsumed consumed) {
            final OperationKey named = Entries.operation(consumed.order(), consumed.operation());
            out.consumption(new Outputs.Consumption(
                    head.machine,
                    named == null ? running : named,
                    consumed.material(),
                    consumed.lot(),
                    consumed.quantityMilli(),
                    timeNs,
                    event.head().sourceEventId()));
        }
    }

    static void status(final MachineHead head, final Outputs out) {
        final StateContent state = head.timeline.now().state();
        final OperationKey running = head.timeline.now().running();
        final OperationLedger ledger = running == null ? null : head.ledgers.get(running);
        out.status(new Outputs.MachineStatus(
                head.machine,
                state.state(),
                state.mode(),
                state.nativeState(),
                state.reason(),
                Math.max(0, head.timeline.now().stateSinceNs()),
                running,
                ledger == null ? Quantities.ZERO : ledger.counted,
                head.lastConfirmation,
                head.newestGatewayNs));
    }

    static void balance(final MachineHead head, final Outputs out) {
        out.balance(new Outputs.Balance(
                head.machine,
                head.attributed,
                head.unattributed,
                head.quarantinedMilli,
                0,
                head.told,
                head.accepted,
                head.repeated,
                head.resent,
                head.late,
                head.corrections,
                head.quarantinedEvents,
                head.confirmations,
                head.newestGatewayNs));
    }
}
