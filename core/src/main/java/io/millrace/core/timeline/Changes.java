package io.millrace.core.timeline;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one event changed: the effects of the timeline with it less those without it. Reused from event to event; not thread-safe.
 */
public final class Changes implements Effects {
    /** A state interval that ended. */
    public record Span(long fromNs, long toNs, StateContent content) {}

    private final Map<OperationKey, Quantities> byOperation = new LinkedHashMap<>();
    private final Map<OperationKey, Integer> completions = new LinkedHashMap<>();
    private final TreeMap<Long, Span> said = new TreeMap<>();
    private final TreeMap<Long, Span> unsaid = new TreeMap<>();
    private Quantities unattributed = Quantities.ZERO;
    private long quarantinedMilli;
    private boolean takingBack;
    private boolean late;

    void clear() {
        byOperation.clear();
        completions.clear();
        said.clear();
        unsaid.clear();
        unattributed = Quantities.ZERO;
        quarantinedMilli = 0;
        takingBack = false;
        late = false;
    }

    /** From now on effects are taken back, or added again. */
    void takeBack(final boolean now) {
        takingBack = now;
    }

    void markLate() {
        late = true;
    }

    @Override
    public void units(final @Nullable OperationKey operation, final Quantities quantities, final long timeNs) {
        final Quantities signed = takingBack ? quantities.negated() : quantities;
        if (operation == null) {
            unattributed = unattributed.plus(signed);
        } else {
            byOperation.merge(operation, signed, Quantities::plus);
        }
    }

    @Override
    public void quarantined(final long milli, final long timeNs) {
        quarantinedMilli += takingBack ? -milli : milli;
    }

    @Override
    public void interval(final long fromNs, final long toNs, final StateContent content) {
        (takingBack ? unsaid : said).put(fromNs, new Span(fromNs, toNs, content));
    }

    @Override
    public void completed(final OperationKey operation, final long timeNs) {
        completions.merge(operation, takingBack ? -1 : 1, Integer::sum);
    }

    /** Units that moved, by operation; those that went as they came are zero. */
    public Map<OperationKey, Quantities> byOperation() {
        return byOperation;
    }

    public Quantities unattributed() {
        return unattributed;
    }

    public long quarantinedMilli() {
        return quarantinedMilli;
    }

    /** How many times more (or fewer) an operation was completed. */
    public Map<OperationKey, Integer> completions() {
        return completions;
    }

    /** Intervals as they now are, by the time they start; some may be as before. */
    public Map<Long, Span> said() {
        return said;
    }

    /** The same intervals as they were. */
    public Map<Long, Span> unsaid() {
        return unsaid;
    }

    /** True if the event was put in before others. */
    public boolean isLate() {
        return late;
    }
}
