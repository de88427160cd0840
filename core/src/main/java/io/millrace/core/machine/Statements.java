package io.millrace.core.machine;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Transition;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.machine.Outputs.Undecided;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Changes;
import io.millrace.core.timeline.Effects;
import io.millrace.core.timeline.Position;
import io.millrace.core.timeline.StateContent;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a machine says of its timeline: intervals, milestones, scrap, consumption, its status and its balance. Stateless. */
final class Statements {
    private Statements() {}

    /** Says the pieces of time that an event ended or changed. */
    static void intervals(
            final MachineHead head,
            final Changes changes,
            final Meaning before,
            final Meaning now,
            final String because,
            final Outputs out) {
        final TreeMap<Long, StateInterval> stated = new TreeMap<>();
        final TreeMap<Long, StateInterval> was = new TreeMap<>();
        changes.spans().unsaid().values().forEach(span -> put(before.pieces(span, false), was));
        changes.spans().said().values().forEach(span -> put(now.pieces(span, false), stated));
        final Changes.Span openWas = head.openSaid;
        if (head.openSaid != null) {
            final boolean lasts = head.timeline.now().spanSinceNs() == head.openSaid.fromNs()
                    && head.timeline.now().situation(head.rules()).equals(head.openSaid.situation());
            if (!lasts || before != now) {
                put(before.pieces(head.openSaid, true), was);
            }
            if (lasts && before != now) {
                put(now.pieces(head.openSaid, true), stated);
            } else if (!lasts) {
                head.openSaid = null;
            }
        }
        coverAgain(head, was, stated, openWas, now);
        stated.values().forEach(piece -> {
            final StateInterval earlier = was.get(piece.fromNs());
            if (!piece.equals(earlier)) {
                final boolean goesOn =
                        earlier == null || earlier.open() && before == now && piece.toNs() >= earlier.toNs();
                out.interval(piece.stated(++head.revisions, false, goesOn ? "" : because));
            }
        });
        was.values().forEach(piece -> {
            if (!stated.containsKey(piece.fromNs())) {
                out.interval(piece.stated(++head.revisions, true, because));
            }
        });
    }

    /** Time that was stated stays stated: what now belongs to the lasting span is said with it at once. */
    private static void coverAgain(
            final MachineHead head,
            final TreeMap<Long, StateInterval> was,
            final TreeMap<Long, StateInterval> stated,
            final Changes.@Nullable Span openWas,
            final Meaning now) {
        final Position position = head.timeline.now();
        final long upToNs =
                was.isEmpty() ? Position.NEVER : was.lastEntry().getValue().toNs();
        if (position.spanSinceNs() == Position.NEVER
                || upToNs <= position.spanSinceNs()
                || head.openSaid != null && head.openSaid == openWas) {
            return;
        }
        head.openSaid = new Changes.Span(position.spanSinceNs(), upToNs, position.situation(head.rules()));
        put(now.pieces(head.openSaid, true), stated);
    }

    private static void put(final List<StateInterval> pieces, final TreeMap<Long, StateInterval> into) {
        pieces.forEach(piece -> into.put(piece.fromNs(), piece));
    }

    /** Says how far the lasting span is known: what lies before its last shift or break is final. */
    static void open(final MachineHead head, final long toNs, final Meaning meaning, final Outputs out) {
        final Position position = head.timeline.now();
        if (position.spanSinceNs() == Position.NEVER || toNs <= position.spanSinceNs()) {
            return;
        }
        final Changes.Span span = new Changes.Span(position.spanSinceNs(), toNs, position.situation(head.rules()));
        final TreeMap<Long, StateInterval> was = new TreeMap<>();
        if (head.openSaid != null) {
            put(meaning.pieces(head.openSaid, true), was);
        }
        head.openSaid = span;
        for (final StateInterval piece : meaning.pieces(span, true)) {
            if (!piece.equals(was.get(piece.fromNs()))) {
                out.interval(piece.stated(++head.revisions, false, ""));
            }
        }
    }

    /** Says the stops that an event ended or changed. */
    static void stops(
            final MachineHead head, final Changes changes, final Meaning before, final Meaning now, final Outputs out) {
        final TreeMap<Long, Stop> was = new TreeMap<>();
        changes.stops().unsaid().values().forEach(stop -> was.put(stop.fromNs(), before.stop(stop)));
        for (final Changes.Stop each : changes.stops().said().values()) {
            final Stop stop = now.stop(each);
            if (!stop.equals(was.remove(stop.fromNs()))) {
                out.stop(stop.stated(++head.revisions, false));
            }
        }
        was.values().forEach(stop -> out.stop(stop.stated(++head.revisions, true)));
    }

    /** Says the steps that are one of two operations', and those that are no longer. */
    static void undecided(final MachineHead head, final Changes changes, final Outputs out) {
        changes.undecided()
                .differences(
                        (step, before) -> out.undecided(undecided(head, step, false)),
                        (toNs, step) -> out.undecided(undecided(head, step, true)));
    }

    private static Undecided undecided(final MachineHead head, final Changes.Undecided step, final boolean withdrawn) {
        return new Undecided(
                head.machine,
                step.fromNs(),
                step.toNs(),
                step.quantities(),
                step.before(),
                step.after(),
                ++head.revisions,
                withdrawn);
    }

    /** Says what is in doubt of a counter that went backwards, and what is not any more. */
    static void suspects(final MachineHead head, final EventHead said, final Changes changes, final Outputs out) {
        changes.suspects()
                .differences(
                        (run, before) -> {
                            head.quarantinedEvents += before == null && run.milli() == 0 ? 1 : 0;
                            // What was accepted is no part of the run any more: it is said how much it was.
                            final long milli = Math.max(run.milli(), before == null ? 0 : before.milli());
                            out.quarantine(suspect(head, said, run, status(run.verdict()), milli));
                        },
                        (key, run) -> out.quarantine(suspect(head, said, run, Quarantined.Status.RESOLVED, 0)));
    }

    private static Quarantined.Status status(final Effects.Verdict verdict) {
        return switch (verdict) {
            case OPEN -> Quarantined.Status.OPEN;
            case ACCEPTED -> Quarantined.Status.ACCEPTED;
            case REJECTED -> Quarantined.Status.REJECTED;
            case RESOLVED -> Quarantined.Status.RESOLVED;
        };
    }

    private static Quarantined suspect(
            final MachineHead head,
            final EventHead said,
            final Changes.Suspicion run,
            final Quarantined.Status status,
            final long milli) {
        return new Quarantined(
                head.machine,
                QuarantineId.back(run.run().measure(), run.run().sinceNs()).text(),
                said.source(),
                said.sourceEventId(),
                Quarantined.Reason.BACKWARDS,
                status,
                milli,
                run.run().sinceNs(),
                "the counter " + run.run().measure()
                        + " went backwards without a wrap or evidence of a reset; accept: it was set anew there, reject: what"
                        + " it counts until it is back is nothing");
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

    /** Says scrap, rework and consumption, and whose they turn out to be. */
    static void reported(final MachineHead head, final Changes changes, final Outputs out) {
        changes.scraps()
                .differences(
                        (now, before) -> out.scrap(new Outputs.Scrapped(
                                head.machine,
                                id(now.mark()),
                                now.operation(),
                                now.what().measure(),
                                now.what().quantityMilli(),
                                now.what().reason(),
                                now.mark().timeNs(),
                                ++head.revisions)),
                        (mark, before) -> {});
        changes.materials()
                .differences(
                        (now, before) -> out.consumption(new Outputs.Consumption(
                                head.machine,
                                id(now.mark()),
                                now.operation(),
                                now.what().material(),
                                now.what().lot(),
                                now.what().quantityMilli(),
                                false,
                                now.mark().timeNs(),
                                ++head.revisions)),
                        (mark, before) -> {});
    }

    /** Unique at the machine: the same thing said again is not taken twice. */
    private static String id(final Effects.Mark mark) {
        return "%016x-%d".formatted(mark.identity(), mark.timeNs());
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
        out.balance(balance(head));
    }

    static Outputs.Balance balance(final MachineHead head) {
        return new Outputs.Balance(
                head.machine,
                head.attributed,
                head.unattributed,
                head.quarantinedMilli,
                head.lostMilli,
                head.told,
                head.returned,
                head.accepted,
                head.repeated,
                head.resent,
                head.late,
                head.corrections,
                head.quarantinedEvents,
                head.confirmations,
                head.newestGatewayNs);
    }
}
