package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.TextMap;
import io.millrace.ingest.signal.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics of a device as its birth named them. Not thread-safe. */
final class MetricTable {
    /**
     * A signal that is read from inside a metric.
     *
     * @param path what its address says after the metric's name
     */
    record Part(Signal signal, String path) {}

    /**
     * @param words of the signal, null if the metric itself is of no interest
     * @param parts of a data set, template or array
     */
    record Entry(DataType dataType, @Nullable Signal signal, @Nullable Words words, List<Part> parts) {
        Entry(final DataType dataType, final @Nullable Signal signal, final List<Part> parts) {
            this(dataType, signal, signal == null ? null : new Words(signal), parts);
        }
    }

    /** Aliases below it are looked up without hashing: most nodes count theirs from 0 or 1. */
    private static final int SMALL_ALIASES = 1 << 14;

    private @Nullable Entry[] bySmallAlias = {};
    private final Long2ObjectHashMap<Entry> byAlias = new Long2ObjectHashMap<>();
    private final TextMap<Entry> byName = new TextMap<>();

    void clear() {
        Arrays.fill(bySmallAlias, null);
        byAlias.clear();
        byName.clear();
    }

    void put(final PayloadDecoder metric, final String name, final Entry entry) {
        byName.put(name.getBytes(StandardCharsets.UTF_8), entry);
        if (metric.hasAlias()) {
            put(metric.alias(), entry);
        }
    }

    private void put(final long alias, final Entry entry) {
        if (alias < 0 || alias >= SMALL_ALIASES) {
            byAlias.put(alias, entry);
            return;
        }
        if (alias >= bySmallAlias.length) {
            bySmallAlias = Arrays.copyOf(bySmallAlias, Integer.highestOneBit((int) alias | 1) << 1);
        }
        bySmallAlias[(int) alias] = entry;
    }

    private @Nullable Entry find(final long alias) {
        if (alias >= 0 && alias < bySmallAlias.length) {
            return bySmallAlias[(int) alias];
        }
        return byAlias.get(alias);
    }

    boolean has(final String name) {
        return byName.get(name.getBytes(StandardCharsets.UTF_8)) != null;
    }

    /** @return null if the birth did not name the metric */
    @Nullable
    Entry find(final PayloadDecoder metric) {
        final Entry entry = metric.hasAlias() ? find(metric.alias()) : null;
        return entry == null && metric.hasName()
                ? byName.get(metric.payload(), metric.metric().nameAt, metric.metric().nameLength)
                : entry;
    }
}
