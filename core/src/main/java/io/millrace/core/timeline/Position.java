package io.millrace.core.timeline;

import io.millrace.core.event.Measure;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is in force at one point of a timeline: where the counters stand, which operation runs, which state holds. All that a
 * {@link Fold} needs to go on from there. Mutable; not thread-safe.
 */
public final class Position {
    /** Before any time at all. */
    public static final long NEVER = Long.MIN_VALUE;

    final @Nullable Baseline[] baselines = new @Nullable Baseline[Measure.values().length];
    final List<OperationKey> open = new ArrayList<>(2);

    @Nullable
    OperationKey running;

    @Nullable
    OperationKey before;

    long runningSinceNs = NEVER;
    StateContent state = StateContent.NONE;
    long stateSinceNs = NEVER;

    public Position copy() {
        final Position copy = new Position();
        System.arraycopy(baselines, 0, copy.baselines, 0, baselines.length);
        copy.open.addAll(open);
        copy.running = running;
        copy.before = before;
        copy.runningSinceNs = runningSinceNs;
        copy.state = state;
        copy.stateSinceNs = stateSinceNs;
        return copy;
    }

    /** The operation that runs, null for none. */
    public @Nullable OperationKey running() {
        return running;
    }

    /** True if the operation was started and neither completed nor replaced by another. */
    public boolean isOpen(final OperationKey operation) {
        return open.contains(operation);
    }

    public StateContent state() {
        return state;
    }

    /** Since when the state holds, {@link #NEVER} before the first. */
    public long stateSinceNs() {
        return stateSinceNs;
    }

    @Nullable
    Baseline baseline(final Measure measure) {
        return baselines[measure.code()];
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof Position that
                && Arrays.equals(baselines, that.baselines)
                && open.equals(that.open)
                && Objects.equals(running, that.running)
                && Objects.equals(before, that.before)
                && runningSinceNs == that.runningSinceNs
                && state.equals(that.state)
                && stateSinceNs == that.stateSinceNs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(baselines), open, running, before, runningSinceNs, state, stateSinceNs);
    }

    @Override
    public String toString() {
        return "Position[" + Arrays.toString(baselines) + ", open " + open + ", running " + running + ", before "
                + before + ", since " + runningSinceNs + ", " + state + " since " + stateSinceNs + "]";
    }
}
