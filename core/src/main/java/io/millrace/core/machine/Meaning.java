package io.millrace.core.machine;

import io.millrace.core.calendar.Slot;
import io.millrace.core.event.Fact;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Profile;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Changes;
import io.millrace.core.timeline.Situation;
import io.millrace.core.timeline.StateContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's timeline means by its calendar, its profile and the categories of its reasons, as one version of the master data
 * has them. Not thread-safe.
 */
final class Meaning {
    /** Every local hour and day begins at a multiple of it: today's zones differ from UTC by quarters of an hour. */
    private static final long QUARTER_NS = 15 * 60 * 1_000_000_000L;

    private final String machine;
    private final Definitions.View view;

    /** Most units fall into the same piece as the ones before. */
    private MachineHead.@Nullable Bucket lastBucket;

    private long lastBucketToNs;

    Meaning(final String machine, final Definitions.View view) {
        this.machine = machine;
        this.view = view;
    }

    /** The span as it is stated: cut where a shift or a break begins or ends. */
    List<StateInterval> pieces(final Changes.Span span, final boolean open) {
        final List<StateInterval> pieces = new ArrayList<>(1);
        final List<Slot> slots = view.calendars().between(machine, span.fromNs(), span.toNs());
        for (int i = 0; i < slots.size(); i++) {
            final boolean isLast = i == slots.size() - 1;
            pieces.add(piece(slots.get(i), span.situation(), open && isLast));
        }
        return pieces;
    }

    private StateInterval piece(final Slot slot, final Situation situation, final boolean open) {
        final StateContent content = situation.content();
        final Profile profile = profile(slot.fromNs());
        return new StateInterval(
                machine,
                slot.fromNs(),
                slot.toNs(),
                content.state(),
                content.mode(),
                content.nativeState(),
                content.reason(),
                situation.operation(),
                element(situation, slot, profile),
                profile.name(),
                planned(slot.fromNs()),
                open,
                0,
                false,
                "");
    }

    Stop stop(final Changes.Stop stop) {
        final Situation main = stop.main();
        final StateContent content = main.content();
        final Slot slot = view.calendars().at(machine, stop.fromNs());
        final Profile profile = profile(stop.fromNs());
        final Fact.MachineDefined defined = view.machine(machine, stop.fromNs());
        final ReasonCategory category = category(content, stop.fromNs());
        final boolean isShort = defined != null && stop.toNs() - stop.fromNs() < defined.microStopNs();
        return new Stop(
                machine,
                stop.fromNs(),
                stop.toNs(),
                content.state(),
                content.mode(),
                content.nativeState(),
                content.reason(),
                category,
                main.operation(),
                element(main, slot, profile),
                isShort && category == null,
                planned(stop.fromNs()),
                0,
                false);
    }

    private TimeElement element(final Situation situation, final Slot slot, final Profile profile) {
        final StateContent content = situation.content();
        return profile.classify(
                content.state(),
                content.mode(),
                content.nativeState(),
                category(content, slot.fromNs()),
                situation.operation() != null,
                slot.scheduled(),
                slot.isBreak());
    }

    private @Nullable ReasonCategory category(final StateContent content, final long timeNs) {
        if (content.reason().isEmpty()) {
            return null;
        }
        final Fact.ReasonDefined defined = view.reason(content.reason(), timeNs);
        return defined == null ? ReasonCategory.UNPLANNED : defined.category();
    }

    private Profile profile(final long timeNs) {
        final Fact.MachineDefined defined = view.machine(machine, timeNs);
        return defined == null ? Profile.DEFAULT : view.profile(defined.profile(), timeNs);
    }

    Planned planned(final long timeNs) {
        final Slot slot = view.calendars().at(machine, timeNs);
        return new Planned(
                slot.shift(),
                slot.scheduled(),
                slot.isBreak(),
                view.zone(machine, timeNs).getId());
    }

    /** The next instant after which another shift or break holds. */
    long boundaryAfter(final long timeNs) {
        return view.calendars().at(machine, timeNs).toNs();
    }

    /** What units of this instant are summed over: nothing that a figure is asked for begins within it. */
    MachineHead.Bucket bucket(final @Nullable OperationKey operation, final long timeNs) {
        final MachineHead.Bucket last = lastBucket;
        if (last != null
                && last.fromNs() <= timeNs
                && timeNs < lastBucketToNs
                && Objects.equals(last.operation(), operation)) {
            return last;
        }
        final Slot slot = view.calendars().at(machine, timeNs);
        final long quarterNs = Math.floorDiv(timeNs, QUARTER_NS) * QUARTER_NS;
        final long fromNs = Math.max(slot.fromNs(), quarterNs);
        final Fact.OperationDefined defined = operation == null ? null : view.operation(operation);
        lastBucketToNs = Math.min(slot.toNs(), quarterNs + QUARTER_NS);
        lastBucket = new MachineHead.Bucket(
                operation, fromNs, defined == null ? 0 : defined.runtimePerUnitNs(), planned(fromNs));
        return lastBucket;
    }
}
