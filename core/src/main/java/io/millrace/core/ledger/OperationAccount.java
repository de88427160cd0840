package io.millrace.core.ledger;

import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One operation over all machines that run it: follows the planned quantity and says the one FINAL, once every machine that ran it
 * has completed it and told everything. Off the latency path, keyed by operation. Pure; not thread-safe.
 */
public final class OperationAccount {
    /** What one machine last said. */
    public record Part(boolean open, boolean settled, Quantities told) {}

    /** Where the account says what it has to say. */
    public interface Outputs {
        void confirmation(Confirmation confirmation);

        void milestone(Milestone milestone);

        void status(OrderStatus status);
    }

    private final OperationKey operation;
    private final TreeMap<String, Part> parts = new TreeMap<>();
    private boolean finished;
    private boolean plannedReached;
    private boolean overproduced;

    public OperationAccount(final OperationKey operation) {
        this.operation = operation;
    }

    /** Restores an account from what {@link #parts()} and the flags gave. */
    public OperationAccount(
            final OperationKey operation,
            final Map<String, Part> parts,
            final boolean finished,
            final boolean plannedReached,
            final boolean overproduced) {
        this(operation);
        this.parts.putAll(parts);
        this.finished = finished;
        this.plannedReached = plannedReached;
        this.overproduced = overproduced;
    }

    public void apply(final OperationProgress progress, final Outputs out) {
        if (progress.ran()) {
            parts.put(progress.machine(), new Part(progress.open(), progress.settled(), progress.told()));
        } else {
            parts.remove(progress.machine());
        }
        final Quantities told = told();
        milestones(progress, told, out);
        final boolean complete = !parts.isEmpty() && parts.values().stream().noneMatch(Part::open);
        if (!finished && complete && parts.values().stream().allMatch(Part::settled)) {
            finished = true;
            out.confirmation(finalConfirmation(progress, told));
        }
        out.status(status(progress, told, complete));
    }

    private void milestones(final OperationProgress progress, final Quantities told, final Outputs out) {
        if (progress.plannedMilli() == 0) {
            return;
        }
        if (!plannedReached && told.goodMilli() >= progress.plannedMilli()) {
            plannedReached = true;
            out.milestone(milestone(progress, Milestone.Type.PLANNED_REACHED));
        }
        if (!overproduced && told.goodMilli() > progress.plannedMilli()) {
            overproduced = true;
            out.milestone(milestone(progress, Milestone.Type.OVERPRODUCED));
        }
    }

    private Milestone milestone(final OperationProgress progress, final Milestone.Type type) {
        return new Milestone(progress.machine(), operation, type, progress.triggerSourceNs(), "");
    }

    private Confirmation finalConfirmation(final OperationProgress progress, final Quantities told) {
        return new Confirmation(
                ConfirmationId.of(operation, "", 1, Confirmation.Kind.FINAL, told, Activity.NONE, null),
                Confirmation.Kind.FINAL,
                operation,
                "",
                1,
                Quantities.ZERO,
                told,
                Activity.NONE,
                Activity.NONE,
                progress.material(),
                progress.unit(),
                List.of(),
                progress.postingDay(),
                null,
                Confirmation.Trigger.COMPLETION,
                progress.triggerSourceNs(),
                progress.triggerSourceNs(),
                progress.triggerSourceNs(),
                progress.triggerGatewayNs(),
                "");
    }

    private OrderStatus status(final OperationProgress progress, final Quantities told, final boolean complete) {
        final OrderStatus.Phase phase =
                finished ? OrderStatus.Phase.FINAL : complete ? OrderStatus.Phase.COMPLETED : OrderStatus.Phase.RUNNING;
        final List<String> openAt = parts.entrySet().stream()
                .filter(part -> part.getValue().open())
                .map(Map.Entry::getKey)
                .toList();
        return new OrderStatus(
                operation,
                phase,
                progress.plannedMilli(),
                told,
                progress.material(),
                progress.unit(),
                List.copyOf(parts.keySet()),
                openAt,
                progress.triggerSourceNs());
    }

    private Quantities told() {
        return parts.values().stream().map(Part::told).reduce(Quantities.ZERO, Quantities::plus);
    }

    public OperationKey operation() {
        return operation;
    }

    public Map<String, Part> parts() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    public boolean isFinished() {
        return finished;
    }

    public boolean isPlannedReached() {
        return plannedReached;
    }

    public boolean isOverproduced() {
        return overproduced;
    }
}
