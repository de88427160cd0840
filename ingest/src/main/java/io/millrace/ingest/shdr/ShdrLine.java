package io.millrace.ingest.shdr;

import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import java.util.List;

/**
 * One line of observations.
 *
 * @param timeNs nanoseconds since the epoch (UTC)
 * @param values in the line's order; of a condition only its level
 * @param dangling a key at the line's end without a value, empty if there is none: the line may have been cut off
 */
public record ShdrLine(long timeNs, List<Value> values, String dangling) {
    public ShdrLine {
        values = List.copyOf(values);
    }

    /** Assets carry the times at which they were made, which say nothing about the machine. */
    public boolean isAsset() {
        return !values.isEmpty() && values.get(0).key().startsWith("@");
    }

    /** @param text as sent; see {@link #isUnavailable()} */
    public record Value(String key, String text) {
        /** True if it says that there is no value (MTConnect {@code UNAVAILABLE}, in any case). */
        public boolean isUnavailable() {
            return text.strip().equalsIgnoreCase("UNAVAILABLE");
        }

        /** What it says of a signal; UNAVAILABLE is no value. */
        public Reading reading(final Signal signal) {
            return new Reading(signal, isUnavailable() ? null : text);
        }
    }
}
