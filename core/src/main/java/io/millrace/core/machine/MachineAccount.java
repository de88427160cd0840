package io.millrace.core.machine;

import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Changes;
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

    /** An operation that starts again later than this after it was done begins a new ledger. */
    private static final long ASIDE_KEPT_NS = 30 * 24 * 3_600_000_000_000L;
    /** Pieces of time that counts may be held back for until the next tick. */
    private static final int UNCOUNTED_AT_MOST = 32;
    /** How often a lasting state is said again. */
    private static final long OPEN_EVERY_NS = 60_000_000_000L;

    /** How long after its last change a finished ledger leaves the head. */
    private static final long ASIDE_AFTER_NS = 3_600_000_000_000L;

    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long DAY_NS = 24 * HOUR_NS;

    private final MachineHead head;
    private final Changes changes = new Changes();
    private final BinaryWriter writer = new BinaryWriter();
    private @Nullable Definitions known;
    private Meaning meaning;

    /** An account of a machine never heard of before. */
    public MachineAccount(final String machine) {
        this(new MachineHead(machine));
    }

    private MachineAccount(final MachineHead head) {
        this.head = head;
        this.meaning = new Meaning(head.machine, new Definitions().now());
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

    /** The conservation equation as it stands. */
    public Outputs.Balance balance() {
        return Statements.balance(head);
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
        head.history(history);
        if (isResent(said, out)) {
            head.resent++;
            head.dirty = true;
            return;
        }
        final long newestBeforeNs = head.newestGatewayNs;
        head.newestGatewayNs = Math.max(head.newestGatewayNs, said.gatewayTimeNs());
        adoptRules(said, definitions, history, out);
        forget(newestBeforeNs, history);
        if (event.fact() instanceof Fact.Tick) {
            onTick(said, definitions, history, out);
        } else if (isTaken(event, definitions, history, out)) {
            head.dirty = true;
            if (event.fact() instanceof Fact.Decision decision) {
                onDecision(decision, said, definitions, history, out);
            }
        }
    }

    private void onTick(final EventHead said, final Definitions definitions, final History history, final Outputs out) {
        final Settling settling = new Settling(head, said, said.sourceTimeNs(), definitions, history, out);
        settling.onTick();
        if (isOpenDue(said.gatewayTimeNs())) {
            Statements.open(head, said.gatewayTimeNs(), meaning, out);
        }
        state(settling, said, out);
        putAside(settling);
    }

    /** Once a minute, and when a shift or a break has ended. */
    private boolean isOpenDue(final long nowNs) {
        final Changes.Span last = head.openSaid;
        return last == null || nowNs - last.toNs() >= OPEN_EVERY_NS || meaning.boundaryAfter(last.toNs()) <= nowNs;
    }

    private void onDecision(
            final Fact.Decision decision,
            final EventHead said,
            final Definitions definitions,
            final History history,
            final Outputs out) {
        final Settling settling = new Settling(head, said, said.sourceTimeNs(), definitions, history, out);
        switch (decision.verdict()) {
            case SETTLE_REQUESTED -> {
                settling.onRequest();
                state(settling, said, out);
            }
            case CONFIRMATION_RETURNED -> settling.onReturned(decision.target());
            case QUARANTINE_ACCEPTED, QUARANTINE_REJECTED -> {
                LateCounts.decide(head, decision, said, meaning, out);
                announce(settling, said, said.sourceTimeNs(), out);
            }
        }
    }

    /** New master data: what was folded under the old ones is taken back and folded again, if it concerns this machine. */
    private void adoptRules(
            final EventHead said, final Definitions definitions, final History history, final Outputs out) {
        if (known == definitions && head.rulesVersion == definitions.version()) {
            return;
        }
        final boolean concerned = head.accepted > 0 && isConcerned(definitions);
        final Definitions.View old = definitions.asOf(head.rulesVersion);
        final MachineRules rules = new MachineRules(head.machine, definitions.now());
        known = definitions;
        head.rulesVersion = definitions.version();
        head.rules(rules);
        meaning = new Meaning(head.machine, definitions.now());
        if (concerned) {
            final Meaning meant = new Meaning(head.machine, old);
            head.timeline.refold(new MachineRules(head.machine, old), rules, history, changes);
            final Settling settling = new Settling(head, said, said.sourceTimeNs(), definitions, history, out);
            Statements.intervals(head, changes, meant, meaning, "rules", out);
            Statements.stops(head, changes, meant, meaning, out);
            tellChanges(said, said.sourceTimeNs(), meant, settling, true, out);
            head.dirty = true;
        }
    }

    private boolean isConcerned(final Definitions definitions) {
        final int since = head.rulesVersion;
        return head.ledgers.keySet().stream().anyMatch(operation -> definitions.hasChanged(operation, since))
                || definitions.changedSince(since).stream().anyMatch(this::isConcerned);
    }

    private boolean isConcerned(final Definitions.Held change) {
        final Fact.Definition changed = change.definition();
        if (changed instanceof Fact.MachineDefined machine) {
            return machine.path().equals(head.machine);
        } else if (changed instanceof Fact.OperationDefined operation) {
            final OperationKey key = new OperationKey(operation.order(), operation.operation());
            // Only where one is replaced: a ledger put aside is not looked for with each operation that comes.
            return head.knows(key);
        } else if (changed instanceof Fact.CalendarDefined calendar) {
            return calendar.scope().isEmpty()
                    || head.machine.equals(calendar.scope())
                    || head.machine.startsWith(calendar.scope() + "/");
        }
        return changed instanceof Fact.ProfileDefined || changed instanceof Fact.ReasonDefined;
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
        if (isAhead ? !head.displace(Identity.at(said, event.fact())) : wasDisplaced(event)) {
            head.repeated++;
            head.dirty = true;
            return false;
        }
        if (timeNs < head.newestGatewayNs - HORIZON_NS) {
            LateCounts.quarantine(head, event, timeNs, out);
            return false;
        }
        final OperationKey ranBefore = head.timeline.now().running();
        if (!head.timeline.insert(Entries.of(event, timeNs), head.rules(), history, changes)) {
            head.repeated++;
            head.dirty = true;
            return false;
        }
        head.accepted++;
        head.late += changes.isLate() ? 1 : 0;
        tellConsequences(event, ranBefore, timeNs, new Settling(head, said, timeNs, definitions, history, out), out);
        return true;
    }

    /** Said before when its time was not believed yet, so that it stands at another. */
    private boolean wasDisplaced(final Event event) {
        return !head.displaced.isEmpty() && head.displaced.contains(Identity.at(event.head(), event.fact()));
    }

    /** What a gap, a reason or a decision is about lies where it says, not where it was said; a gap before the horizon starts there. */
    private long timeOf(final Event event) {
        if (event.fact() instanceof Fact.SourceGap gap) {
            return Math.max(gap.fromNs(), head.newestGatewayNs - HORIZON_NS);
        } else if (event.fact() instanceof Fact.ReasonAssigned reason) {
            return reason.fromNs();
        } else if (event.fact() instanceof Fact.Decision decision) {
            final QuarantineId target = QuarantineId.parse(decision.target());
            return target == null || target.measure() == null ? event.head().sourceTimeNs() : target.number();
        }
        return event.head().sourceTimeNs();
    }

    private void tellConsequences(
            final Event event,
            final @Nullable OperationKey ranBefore,
            final long timeNs,
            final Settling settling,
            final Outputs out) {
        final Fact fact = event.fact();
        final String because = !changes.isLate() ? "" : fact instanceof Fact.ReasonAssigned ? "reason" : "late";
        Statements.intervals(head, changes, meaning, meaning, because, out);
        Statements.stops(head, changes, meaning, meaning, out);
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
        if (fact instanceof Fact.MaterialConsumed consumed) {
            head.mount(consumed.material(), consumed.lot(), timeNs);
        }
        tellChanges(event.head(), timeNs, meaning, settling, fact instanceof Fact.OrderContext, out);
        if (isSeenAtOnce(fact)) {
            Statements.status(head, out);
        }
    }

    /**
     * Units, times and completions that moved, and what is to be told of them.
     *
     * @param before what the timeline meant before it was changed
     * @param corrected an order context or a rule moved them: nobody else will put them right
     */
    private void tellChanges(
            final EventHead said,
            final long timeNs,
            final Meaning before,
            final Settling settling,
            final boolean corrected,
            final Outputs out) {
        Statements.reported(head, changes, out);
        countCompletions();
        changes.activities().forEach((operation, times) -> {
            final OperationLedger ledger = head.ledger(operation);
            ledger.activity = ledger.activity.plus(times);
            ledger.touch(head.newestGatewayNs);
        });
        changes.observed().forEach((operation, units) -> {
            final OperationLedger ledger = head.ledger(operation);
            ledger.observed = ledger.observed.plus(units);
            ledger.touch(head.newestGatewayNs);
        });
        settling.onUnits(countUnits(said, timeNs, before, out), changes.isLate(), corrected);
        if (corrected) {
            settling.onContext();
        }
        announce(settling, said, timeNs, out);
        if (head.uncounted.size() > UNCOUNTED_AT_MOST) {
            sayCounts(said, out); // where no ticks come
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
            final OperationLedger ledger = head.ledger(completion.getKey());
            ledger.completions += completion.getValue();
            ledger.touchedNs = Math.max(ledger.touchedNs, head.newestGatewayNs);
        }
        final OperationKey running = head.timeline.now().running();
        if (running != null) {
            head.ledger(running);
        }
    }

    private List<OperationLedger> countUnits(
            final EventHead said, final long timeNs, final Meaning before, final Outputs out) {
        for (final Changes.Moved each : changes.moved()) {
            final Meaning then = each.takenBack() ? before : meaning;
            head.count(then.bucket(each.operation(), each.timeNs()), each.quantities());
        }
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
                        head.machine, ledger.operation, Milestone.Type.FIRST_GOOD, timeNs, said.sourceEventId()));
            }
        }
        head.unattributed = head.unattributed.plus(changes.unattributed());
        head.quarantinedMilli += changes.quarantinedMilli();
        head.lostMilli += changes.lostMilli();
        Statements.undecided(head, changes, out);
        Statements.suspects(head, said, changes, out);
        return moved;
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
                        settling.postingDay(timeNs),
                        timeNs,
                        said.gatewayTimeNs(),
                        said.sourceEventId()));
            }
        }
    }

    /** Says what changed since it was last said: at ticks, and when somebody asks. */
    private void state(final Settling settling, final EventHead said, final Outputs out) {
        announce(settling, said, said.sourceTimeNs(), out);
        for (final OperationLedger ledger : head.ledgers.values()) {
            if (ledger.dirty) {
                ledger.dirty = false;
                out.quantity(new Outputs.QuantityStatement(
                        head.machine,
                        ledger.operation,
                        ledger.counted,
                        ledger.told.quantities(),
                        ledger.observed,
                        ledger.activity,
                        ledger.told.activity(),
                        settling.defined(ledger.operation).unit(),
                        said.sourceTimeNs()));
            }
        }
        sayCounts(said, out);
        if (head.dirty) {
            head.dirty = false;
            Statements.status(head, out);
            Statements.balance(head, out);
        }
    }

    /** Says what was counted since it was last said. */
    private void sayCounts(final EventHead said, final Outputs out) {
        head.uncounted.forEach((bucket, units) -> out.counted(new Outputs.Counted(
                head.machine,
                bucket.operation(),
                bucket.fromNs(),
                units,
                bucket.runtimePerUnitNs(),
                bucket.planned(),
                said.sourceTimeNs())));
        head.uncounted.clear();
    }

    /** Takes ledgers of operations that are completed and told for a while out of the head. */
    private void putAside(final Settling settling) {
        for (final OperationLedger ledger : List.copyOf(head.ledgers.values())) {
            if (head.newestGatewayNs - ledger.touchedNs > ASIDE_AFTER_NS && settling.isDone(ledger)) {
                head.putAside(ledger);
            }
        }
    }

    /** Drops what the horizon has passed once an hour, and ledgers that were put aside, each of which has to be looked at, once a day. */
    private void forget(final long newestBeforeNs, final History history) {
        if (newestBeforeNs == Position.NEVER) {
            return;
        }
        final long nowNs = head.newestGatewayNs;
        if (Math.floorDiv(nowNs, HOUR_NS) != Math.floorDiv(newestBeforeNs, HOUR_NS)) {
            head.timeline.forgetBefore(nowNs - HORIZON_NS, history);
        }
        if (Math.floorDiv(nowNs, DAY_NS) != Math.floorDiv(newestBeforeNs, DAY_NS)) {
            head.forgetAside(nowNs - ASIDE_KEPT_NS);
        }
    }
}
