package io.millrace.core.machine;

import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.Authority;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Changes;
import io.millrace.core.timeline.CountingRules;
import io.millrace.core.timeline.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine's account. An event is taken once by either identity, put on the timeline where it belongs, and what is now true and
 * not yet told is said. Time comes only from events, so equal inputs give equal outputs. Pure beside its ports; not thread-safe.
 */
public final class MachineAccount {
    /** Later than this behind the machine's newest gateway time, nothing moves the timeline any more. */
    public static final long HORIZON_NS = 7 * 24 * 3_600_000_000_000L;
    /** A source clock further ahead than this is not believed. */
    static final long AHEAD_NS = 60_000_000_000L;

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final MachineHead head;
    private final Changes changes = new Changes();
    private final BinaryWriter writer = new BinaryWriter();

    /** An account of a machine never heard of before. */
    public MachineAccount(final String machine) {
        this(new MachineHead(machine));
    }

    private MachineAccount(final MachineHead head) {
        this.head = head;
    }

    /** @throws io.millrace.core.binary.StateFormatException if the state is broken; NewerVersionException if it is newer than this
     *     program */
    public static MachineAccount read(final byte[] state) {
        return new MachineAccount(MachineHead.read(state));
    }

    /** @return everything but the blocks of the history, which are written as they change */
    public byte[] write() {
        return head.write(writer);
    }

    /**
     * Takes in one event of this machine.
     *
     * @param definitions in force
     * @param history the machine's older timeline, read and written as needed
     * @param out where everything is said that follows
     */
    public void apply(final Event event, final Definitions definitions, final History history, final Outputs out) {
        final EventHead said = event.head();
        if (isResent(said, out)) {
            head.resent++;
            head.dirty = true;
            return;
        }
        final long hourBefore = Math.floorDiv(head.newestGatewayNs, HOUR_NS);
        head.newestGatewayNs = Math.max(head.newestGatewayNs, said.gatewayTimeNs());
        if (Math.floorDiv(head.newestGatewayNs, HOUR_NS) != hourBefore
                && hourBefore != Math.floorDiv(Position.NEVER, HOUR_NS)) {
            forget(history);
        }
        if (event.fact() instanceof Fact.Tick) {
            new Settling(head, said, said.sourceTimeNs(), definitions, history, out).onTick();
            state(definitions, said, history, out);
        } else if (isTaken(event, definitions, history, out)) {
            head.dirty = true;
            if (isRequest(event.fact())) {
                new Settling(head, said, said.sourceTimeNs(), definitions, history, out).onRequest();
                state(definitions, said, history, out);
            }
        }
    }

    private boolean isResent(final EventHead said, final Outputs out) {
        final TransportMarks.Verdict verdict =
                head.transport.accept(said.gateway(), said.incarnation(), said.sequence(), new TransportMarks.Holes() {
                    @Override
                    public void opened(final TransportMarks.Mark mark, final long first, final long last) {
                        out.gap(hole(mark, Gap.Type.HOLE, first, last, said));
                    }

                    @Override
                    public void closed(final TransportMarks.Mark mark, final long first, final long last) {
                        out.gap(hole(mark, Gap.Type.HOLE_FILLED, first, last, said));
                    }
                });
        return verdict == TransportMarks.Verdict.RESENT;
    }

    private Gap hole(
            final TransportMarks.Mark mark,
            final Gap.Type type,
            final long first,
            final long last,
            final EventHead said) {
        return new Gap(
                head.machine,
                mark.gateway,
                mark.incarnation,
                type,
                first,
                last,
                said.gatewayTimeNs(),
                said.gatewayTimeNs(),
                "sequence");
    }

    /** @return false if it was said before, or may not move the timeline any more */
    private boolean isTaken(
            final Event event, final Definitions definitions, final History history, final Outputs out) {
        final EventHead said = event.head();
        final boolean isAhead = said.sourceTimeNs() > said.gatewayTimeNs() + AHEAD_NS;
        final long timeNs = isAhead ? said.gatewayTimeNs() : timeOf(event);
        if (isAhead && !head.displace(Identity.at(said, event.fact()))) {
            head.repeated++;
            head.dirty = true;
            return false;
        }
        if (timeNs < head.newestGatewayNs - HORIZON_NS) {
            quarantine(event, timeNs, CountingRules.of(definitions.machine(head.machine)), out);
            return false;
        }
        final CountingRules rules = CountingRules.of(definitions.machine(head.machine));
        final OperationKey ranBefore = head.timeline.now().running();
        if (!head.timeline.insert(Entries.of(event, timeNs), rules, history, changes)) {
            head.repeated++;
            head.dirty = true;
            return false;
        }
        head.accepted++;
        head.late += changes.isLate() ? 1 : 0;
        final OperationKey runningThen = changes.isLate()
                ? head.timeline.runningBefore(timeNs, rules, history)
                : head.timeline.now().running();
        Statements.reported(head, event, timeNs, runningThen, out);
        tellConsequences(event, ranBefore, timeNs, new Settling(head, said, timeNs, definitions, history, out), out);
        return true;
    }

    /** What a gap or a reason is about lies where it says, not where it was said; a gap before the horizon starts there. */
    private long timeOf(final Event event) {
        if (event.fact() instanceof Fact.SourceGap gap) {
            return Math.max(gap.fromNs(), head.newestGatewayNs - HORIZON_NS);
        } else if (event.fact() instanceof Fact.ReasonAssigned reason) {
            return reason.fromNs();
        }
        return event.head().sourceTimeNs();
    }

    private void quarantine(final Event event, final long timeNs, final CountingRules rules, final Outputs out) {
        final EventHead said = event.head();
        if (!head.displace(Identity.at(said, event.fact()))) {
            head.repeated++;
            head.dirty = true;
            return;
        }
        final boolean wouldCount = rules.authority() == Authority.REPORT;
        final long quantityMilli =
                wouldCount && event.fact() instanceof Fact.CountReport report ? report.quantityMilli() : 0;
        head.quarantinedMilli += quantityMilli;
        head.quarantinedEvents++;
        head.dirty = true;
        out.quarantine(new Quarantined(
                head.machine,
                said.source(),
                said.sourceEventId(),
                Quarantined.Reason.BEYOND_HORIZON,
                quantityMilli,
                timeNs,
                "older than the horizon of 7 days: " + event.fact()));
    }

    private void tellConsequences(
            final Event event,
            final @Nullable OperationKey ranBefore,
            final long timeNs,
            final Settling settling,
            final Outputs out) {
        final Fact fact = event.fact();
        Statements.intervals(head, changes, fact, out);
        if (fact instanceof Fact.SourceGap gap) {
            out.gap(new Gap(
                    head.machine,
                    event.head().gateway(),
                    event.head().incarnation(),
                    Gap.Type.SOURCE,
                    0,
                    0,
                    gap.fromNs(),
                    gap.toNs(),
                    gap.cause()));
        }
        if (fact instanceof Fact.OrderContext context) {
            head.corrections += context.revision() > 0 ? 1 : 0;
            Statements.milestone(head, event, context, ranBefore, timeNs, out);
        }
        countCompletions();
        settling.onUnits(countUnits(event, timeNs, out), changes.isLate(), fact instanceof Fact.OrderContext);
        if (fact instanceof Fact.OrderContext) {
            settling.onContext();
        }
        announce(settling, event.head(), timeNs, out);
        if (isSeenAtOnce(fact)) {
            Statements.status(head, out);
        }
    }

    /** What a reader of the machine's status wants to know before the next tick. */
    private static boolean isSeenAtOnce(final Fact fact) {
        return fact instanceof Fact.StateChanged
                || fact instanceof Fact.OrderContext
                || fact instanceof Fact.ConnectionChanged
                || fact instanceof Fact.SourceGap;
    }

    private void countCompletions() {
        for (final Map.Entry<OperationKey, Integer> completion :
                changes.completions().entrySet()) {
            head.ledger(completion.getKey()).completions += completion.getValue();
        }
        final OperationKey running = head.timeline.now().running();
        if (running != null) {
            head.ledger(running);
        }
    }

    private List<OperationLedger> countUnits(final Event event, final long timeNs, final Outputs out) {
        final List<OperationLedger> moved = new ArrayList<>(2);
        for (final Map.Entry<OperationKey, Quantities> units :
                changes.byOperation().entrySet()) {
            if (units.getValue().isZero()) {
                continue;
            }
            final OperationLedger ledger = head.ledger(units.getKey());
            ledger.count(units.getValue(), timeNs, head.newestGatewayNs);
            head.attributed = head.attributed.plus(units.getValue());
            moved.add(ledger);
            if (!ledger.firstGoodSaid && ledger.counted.goodMilli() > 0) {
                ledger.firstGoodSaid = true;
                out.milestone(new Milestone(
                        head.machine,
                        ledger.operation,
                        Milestone.Type.FIRST_GOOD,
                        timeNs,
                        event.head().sourceEventId()));
            }
        }
        head.unattributed = head.unattributed.plus(changes.unattributed());
        quarantineBackwards(event, timeNs, out);
        return moved;
    }

    private void quarantineBackwards(final Event event, final long timeNs, final Outputs out) {
        final long milli = changes.quarantinedMilli();
        if (milli != 0) {
            head.quarantinedMilli += milli;
            head.quarantinedEvents++;
            out.quarantine(new Quarantined(
                    head.machine,
                    event.head().source(),
                    event.head().sourceEventId(),
                    Quarantined.Reason.BACKWARDS,
                    milli,
                    timeNs,
                    "the counter went backwards without a wrap or evidence of a reset: " + event.fact()));
        }
    }

    /** Tells each operation's own account what changed for it. */
    private void announce(final Settling settling, final EventHead said, final long timeNs, final Outputs out) {
        for (final OperationLedger ledger : head.ledgers.values()) {
            final boolean isOpen = head.timeline.now().isOpen(ledger.operation);
            final boolean open = isOpen || ledger.completions == 0;
            final boolean ran = isOpen || ledger.hasRun();
            final long announcement = ledger.announcement(open, ran);
            if (ledger.announced != announcement) {
                ledger.announced = announcement;
                final Fact.OperationDefined defined = settling.defined(ledger.operation);
                out.progress(new Outputs.OperationProgress(
                        ledger.operation,
                        head.machine,
                        ran,
                        open,
                        ledger.pending().isZero(),
                        ledger.told.quantities(),
                        defined.plannedMilli(),
                        defined.material(),
                        defined.unit(),
                        timeNs,
                        said.gatewayTimeNs()));
            }
        }
    }

    /** Says what changed since it was last said: at ticks, and when somebody asks. */
    private void state(final Definitions definitions, final EventHead said, final History history, final Outputs out) {
        final Settling settling = new Settling(head, said, said.sourceTimeNs(), definitions, history, out);
        announce(settling, said, said.sourceTimeNs(), out);
        for (final OperationLedger ledger : head.ledgers.values()) {
            if (ledger.dirty) {
                ledger.dirty = false;
                out.quantity(new Outputs.QuantityStatement(
                        head.machine,
                        ledger.operation,
                        ledger.counted,
                        ledger.told.quantities(),
                        settling.defined(ledger.operation).unit(),
                        said.sourceTimeNs()));
            }
        }
        if (head.dirty) {
            head.dirty = false;
            Statements.status(head, out);
            Statements.balance(head, out);
        }
    }

    /** Drops what the horizon has passed: blocks, and ledgers of operations that are completed and told. */
    private void forget(final History history) {
        final long beforeNs = head.newestGatewayNs - HORIZON_NS;
        head.timeline.forgetBefore(beforeNs, history);
        head.ledgers
                .values()
                .removeIf(ledger -> ledger.completions > 0
                        && !head.timeline.now().isOpen(ledger.operation)
                        && ledger.pending().isZero()
                        && ledger.touchedNs < beforeNs);
    }

    private static boolean isRequest(final Fact fact) {
        return fact instanceof Fact.Decision decision && decision.verdict() == DecisionType.SETTLE_REQUESTED;
    }
}
