package io.millrace.core.machine;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Entry;
import org.jspecify.annotations.Nullable;

/** What an event puts on the timeline. Stateless. */
final class Entries {
    private Entries() {}

    /** @param timeNs source time as it is accepted */
    static Entry of(final Event event, final long timeNs) {
        final Fact fact = event.fact();
        final long identity = Identity.of(event.head(), fact);
        if (fact instanceof Fact.CounterReading reading) {
            return new Entry.Reading(timeNs, identity, reading.measure(), reading.reset(), reading.valueMilli());
        } else if (fact instanceof Fact.CountReport report) {
            return new Entry.Report(
                    timeNs,
                    identity,
                    report.measure(),
                    report.quantityMilli(),
                    operation(report.order(), report.operation()),
                    report.reason());
        } else if (fact instanceof Fact.ScrapDeclared scrap) {
            return new Entry.ScrapMove(
                    timeNs,
                    identity,
                    scrap.quantityMilli(),
                    operation(scrap.order(), scrap.operation()),
                    scrap.reason());
        } else if (fact instanceof Fact.MaterialConsumed consumed) {
            return new Entry.Consumed(
                    timeNs,
                    identity,
                    consumed.quantityMilli(),
                    consumed.material(),
                    consumed.lot(),
                    operation(consumed.order(), consumed.operation()));
        } else if (fact instanceof Fact.LabourRecorded labour) {
            return new Entry.Labour(
                    timeNs, identity, labour.durationNs(), operation(labour.order(), labour.operation()));
        } else if (fact instanceof Fact.Decision decision) {
            return decision(decision, event.head(), timeNs, identity);
        } else if (fact instanceof Fact.StateChanged state) {
            return new Entry.State(timeNs, identity, state.state(), state.mode(), state.nativeState(), state.reason());
        } else if (fact instanceof Fact.ReasonAssigned reason) {
            return new Entry.Reason(timeNs, identity, reason.reason());
        } else if (fact instanceof Fact.OrderContext context) {
            return new Entry.Context(
                    timeNs,
                    identity,
                    context.transition(),
                    context.cancelled(),
                    context.revision(),
                    operation(context.order(), context.operation()));
        } else if (fact instanceof Fact.SourceGap) {
            return unknown(timeNs, identity);
        } else if (fact instanceof Fact.ConnectionChanged connection && !connection.connected()) {
            return unknown(timeNs, identity);
        }
        return new Entry.Note(timeNs, identity);
    }

    private static Entry decision(
            final Fact.Decision decision, final EventHead head, final long timeNs, final long identity) {
        final QuarantineId target = QuarantineId.parse(decision.target());
        if (target == null || target.measure() == null || decision.verdict() == DecisionType.SETTLE_REQUESTED) {
            return new Entry.Note(timeNs, identity);
        }
        final long afterNs = Math.max(0, head.sourceTimeNs() - timeNs);
        return new Entry.Verdict(
                timeNs,
                identity,
                target.measure(),
                (int) Math.min(Integer.MAX_VALUE, afterNs / 1_000_000_000L),
                decision.verdict() == DecisionType.QUARANTINE_ACCEPTED);
    }

    private static Entry unknown(final long timeNs, final long identity) {
        return new Entry.State(timeNs, identity, MachineState.UNKNOWN, Mode.UNKNOWN, "", "");
    }

    static @Nullable OperationKey operation(final String order, final String operation) {
        return order.isEmpty() ? null : new OperationKey(order, operation);
    }
}
