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

    /** Until when {@link #before} ran. */
    long beforeUntilNs = NEVER;

    long runningSinceNs = NEVER;
    StateContent state = StateContent.NONE;
    long stateSinceNs = NEVER;
    /** Since when state and running operation are both what they are. */
    long spanSinceNs = NEVER;
    /** Since when the machine does not produce although it is known what it does. */
    long stopSinceNs = NEVER;
    /** The situation that the stop is charged to, and how long it held. */
    @Nullable
    Situation stopMain;

    long stopMainNs;

    public Position copy() {
        final Position copy = new Position();
        System.arraycopy(baselines, 0, copy.baselines, 0, baselines.length);
        copy.open.addAll(open);
        copy.running = running;
        copy.before = before;
        copy.beforeUntilNs = beforeUntilNs;
        copy.runningSinceNs = runningSinceNs;
        copy.state = state;
        copy.stateSinceNs = stateSinceNs;
        copy.spanSinceNs = spanSinceNs;
        copy.stopSinceNs = stopSinceNs;
        copy.stopMain = stopMain;
        copy.stopMainNs = stopMainNs;
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

    /** What the machine does, and for whom. */
    public Situation situation(final Rules rules) {
        return new Situation(
                state,
                running,
                rules.at(spanSinceNs == NEVER ? runningSinceNs : spanSinceNs).isProducing(state));
    }

    /** Since when the state holds, {@link #NEVER} before the first. */
    public long stateSinceNs() {
        return stateSinceNs;
    }

    /** Since when state and running operation are both what they are, {@link #NEVER} before the first. */
    public long spanSinceNs() {
        return spanSinceNs;
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
                && beforeUntilNs == that.beforeUntilNs
                && runningSinceNs == that.runningSinceNs
                && state.equals(that.state)
                && stateSinceNs == that.stateSinceNs
                && spanSinceNs == that.spanSinceNs
                && stopSinceNs == that.stopSinceNs
                && Objects.equals(stopMain, that.stopMain)
                && stopMainNs == that.stopMainNs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                Arrays.hashCode(baselines),
                open,
                running,
                before,
                runningSinceNs,
                state,
                stateSinceNs,
                spanSinceNs,
                stopSinceNs);
    }

    @Override
    public String toString() {
        return "Position[" + Arrays.toString(baselines) + ", open " + open + ", running " + running + ", before "
                + before + ", since " + runningSinceNs + ", " + state + " since " + stateSinceNs + ", span since "
                + spanSinceNs
                + ", stop since " + stopSinceNs + " " + stopMain + " " + stopMainNs + "]";
    }
}
