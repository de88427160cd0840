package io.millrace.core.machine;

import io.millrace.core.event.Authority;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.MachineHead.LateCount;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;

/** What came later than the horizon: it has no place on the timeline any more, and waits for somebody to decide. Stateless. */
final class LateCounts {
    private LateCounts() {}

    /** Keeps what it would have counted, and says that it is there. */
    static void quarantine(final MachineHead head, final Event event, final long timeNs, final Outputs out) {
        final EventHead said = event.head();
        final long identity = Identity.at(said, event.fact());
        head.dirty = true;
        if (!head.displace(identity)) {
            head.repeated++;
            return;
        }
        final long quantityMilli = keep(head, event.fact(), identity, timeNs);
        head.quarantinedMilli += quantityMilli;
        head.quarantinedEvents++;
        out.quarantine(new Quarantined(
                head.machine,
                QuarantineId.late(identity).text(),
                said.source(),
                said.sourceEventId(),
                Quarantined.Reason.BEYOND_HORIZON,
                Quarantined.Status.OPEN,
                quantityMilli,
                timeNs,
                "older than the horizon of 7 days: " + event.fact()));
    }

    /** @return units that it would have counted, in thousandths */
    private static long keep(final MachineHead head, final Fact fact, final long identity, final long timeNs) {
        if (!(fact instanceof Fact.CountReport report)) {
            return 0;
        }
        final OperationKey named = Entries.operation(report.order(), report.operation());
        if (head.rules().authority(named, timeNs) != Authority.REPORT) {
            return 0;
        }
        if (head.lateCounts.size() < MachineHead.LATE_COUNTS_KEPT) {
            head.lateCounts.put(identity, new LateCount(report.measure(), report.quantityMilli(), named, timeNs));
        }
        return report.quantityMilli();
    }

    /** Accepted, it is the operation's that it names, or nobody's; rejected, it is lost. Nothing happens if it is not known. */
    static void decide(
            final MachineHead head,
            final Fact.Decision decision,
            final EventHead said,
            final Meaning meaning,
            final Outputs out) {
        final QuarantineId target = QuarantineId.parse(decision.target());
        final LateCount late =
                target == null || target.measure() != null ? null : head.lateCounts.remove(target.number());
        if (late == null) {
            return;
        }
        final boolean accepted = decision.verdict() == DecisionType.QUARANTINE_ACCEPTED;
        head.quarantinedMilli -= late.quantityMilli();
        if (accepted) {
            count(head, late, meaning);
        } else {
            head.lostMilli += late.quantityMilli();
        }
        out.quarantine(new Quarantined(
                head.machine,
                decision.target(),
                said.source(),
                said.sourceEventId(),
                Quarantined.Reason.BEYOND_HORIZON,
                accepted ? Quarantined.Status.ACCEPTED : Quarantined.Status.REJECTED,
                late.quantityMilli(),
                late.timeNs(),
                "decided by " + decision.actor() + (decision.reason().isEmpty() ? "" : ": " + decision.reason())));
    }

    private static void count(final MachineHead head, final LateCount late, final Meaning meaning) {
        final Quantities units = Quantities.of(late.measure(), late.quantityMilli());
        if (late.operation() == null) {
            head.unattributed = head.unattributed.plus(units);
        } else {
            head.attributed = head.attributed.plus(units);
            head.ledger(late.operation()).count(units, late.timeNs(), head.newestGatewayNs);
        }
        head.count(meaning.bucket(late.operation(), late.timeNs()), units);
    }
}
