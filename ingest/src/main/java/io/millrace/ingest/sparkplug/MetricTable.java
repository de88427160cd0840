package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.Signal;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics of a device as its birth named them. Not thread-safe. */
final class MetricTable {
    /** @param signal null if the metric is of no interest */
    record Entry(DataType dataType, @Nullable Signal signal) {}

    private final Long2ObjectHashMap<Entry> byAlias = new Long2ObjectHashMap<>();
    private final Map<String, Entry> byName = new HashMap<>();

    void clear() {
        byAlias.clear();
        byName.clear();
    }

    void put(final PayloadDecoder metric, final String name, final Entry entry) {
        byName.put(name, entry);
        if (metric.hasAlias()) {
            byAlias.put(metric.alias(), entry);
        }
    }

    boolean has(final String name) {
        return byName.containsKey(name);
    }

    /** @return null if the birth did not name the metric */
    @Nullable
    Entry find(final PayloadDecoder metric) {
        final Entry entry = metric.hasAlias() ? byAlias.get(metric.alias()) : null;
        return entry == null && metric.hasName() ? byName.get(metric.name()) : entry;
    }
}
