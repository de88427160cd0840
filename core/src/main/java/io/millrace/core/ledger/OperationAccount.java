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
import org.jspecify.annotations.Nullable;

/**
 * One operation over all machines that run it: follows the planned quantity and says the one FINAL, once every machine that ran it
 * has completed it and told everything, and the news of no other can be on its way any more. What FINAL and status say depends on
 * the machines' news alone and not on the order in which it came. Off the latency path, keyed by operation. Pure; not thread-safe.
 */
public final class OperationAccount {
    private static final long DAY_MS = 24 * 3_600 * 1_000L;
    /** How long a finished operation is remembered after its last change: late news is long over. Milliseconds. */
    private static final long FINISHED_KEPT_MS = 30 * DAY_MS;
    /** As above, of one that never finishes: nobody completes it any more. */
    private static final long UNFINISHED_KEPT_MS = 400 * DAY_MS;

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
    private @Nullable OperationProgress newest;
    private long changedMs;
    private boolean finished;
    private boolean plannedReached;
    private boolean overproduced;

    public OperationAccount(final OperationKey operation) {
        this.operation = operation;
    }

    /**
     * Restores an account from what {@link #parts()}, {@link #newest()}, {@link #changedMs()} and the flags gave.
     *
     * @param newest null only in an account that an older version finished or left running
     */
    public OperationAccount(
            final OperationKey operation,
            final Map<String, Part> parts,
            final @Nullable OperationProgress newest,
            final long changedMs,
            final boolean finished,
            final boolean plannedReached,
            final boolean overproduced) {
        this(operation);
        this.parts.putAll(parts);
        this.newest = newest;
        this.changedMs = changedMs;
        this.finished = finished;
        this.plannedReached = plannedReached;
        this.overproduced = overproduced;
    }

    /**
     * Takes a machine's news; it says no FINAL.
     *
     * @param takenMs broker's time of the news, milliseconds since the epoch
     */
    public void apply(final OperationProgress progress, final long takenMs, final Outputs out) {
        if (progress.ran()) {
            parts.put(progress.machine(), new Part(progress.open(), progress.settled(), progress.told()));
        } else {
            parts.remove(progress.machine());
        }
        final OperationProgress latest = newest == null || isAfter(progress, newest) ? progress : newest;
        newest = latest;
        changedMs = takenMs;
        final Quantities told = told();
        milestones(progress, told, out);
        out.status(status(latest, told));
    }

    /** Of equal times the one of the greater path: which of them came last is chance. */
    private static boolean isAfter(final OperationProgress one, final OperationProgress other) {
        final int byTime = Long.compare(one.triggerGatewayNs(), other.triggerGatewayNs());
        return byTime > 0 || byTime == 0 && one.machine().compareTo(other.machine()) >= 0;
    }

    /** True while it is completed everywhere and told, and FINAL is only waiting for {@link #passed}. */
    public boolean isAwaitingFinal() {
        return !finished
                && newest != null
                && isComplete()
                && parts.values().stream().allMatch(Part::settled);
    }

    /**
     * Says FINAL if it waits for that and all that happened until its newest news has been heard, of all machines.
     *
     * @param watermarkNs what happened before has been heard: {@link Clocks#watermarkNs()}
     */
    public void passed(final long watermarkNs, final Outputs out) {
        final OperationProgress latest = newest;
        if (latest != null && isAwaitingFinal() && latest.triggerGatewayNs() < watermarkNs) {
            finished = true;
            final Quantities told = told();
            out.confirmation(finalConfirmation(latest, told));
            out.status(status(latest, told));
        }
    }

    private boolean isComplete() {
        return !parts.isEmpty() && parts.values().stream().noneMatch(Part::open);
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

    private OrderStatus status(final OperationProgress progress, final Quantities told) {
        final OrderStatus.Phase phase = finished
                ? OrderStatus.Phase.FINAL
                : isComplete() ? OrderStatus.Phase.COMPLETED : OrderStatus.Phase.RUNNING;
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

    /** The machines' news with the newest time of the gateway, null before any. */
    public @Nullable OperationProgress newest() {
        return newest;
    }

    /** Broker's time of the last news, milliseconds since the epoch. */
    public long changedMs() {
        return changedMs;
    }

    /** Broker's time from which the account may be forgotten, if nothing comes until then; milliseconds since the epoch. */
    public long keptUntilMs() {
        return changedMs + (finished ? FINISHED_KEPT_MS : UNFINISHED_KEPT_MS);
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
