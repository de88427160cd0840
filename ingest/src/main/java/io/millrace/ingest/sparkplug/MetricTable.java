package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.TextMap;
import io.millrace.ingest.signal.Words;
import java.nio.charset.StandardCharsets;
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

    private final Long2ObjectHashMap<Entry> byAlias = new Long2ObjectHashMap<>();
    private final TextMap<Entry> byName = new TextMap<>();

    void clear() {
        byAlias.clear();
        byName.clear();
    }

    void put(final PayloadDecoder metric, final String name, final Entry entry) {
        byName.put(name.getBytes(StandardCharsets.UTF_8), entry);
        if (metric.hasAlias()) {
            byAlias.put(metric.alias(), entry);
        }
    }

    boolean has(final String name) {
        return byName.get(name.getBytes(StandardCharsets.UTF_8)) != null;
    }

    /** @return null if the birth did not name the metric */
    @Nullable
    Entry find(final PayloadDecoder metric) {
        final Entry entry = metric.hasAlias() ? byAlias.get(metric.alias()) : null;
        return entry == null && metric.hasName()
                ? byName.get(metric.payload(), metric.metric().nameAt, metric.metric().nameLength)
                : entry;
    }
}
