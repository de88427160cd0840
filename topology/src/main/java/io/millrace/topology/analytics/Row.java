package io.millrace.topology.analytics;

import io.millrace.topology.store.TimeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Things of one kind of one machine as they lie in the task's store, in the order of time. On the task's thread only. */
final class Row<V> {
    private final KeyValueStore<Bytes, byte[]> store;
    private final TimeKey key;
    private final Function<byte[], V> reader;
    private final Function<V, byte[]> writer;
    private final ToLongFunction<byte[]> endNs;
    /** Nothing in the store is older. */
    private long oldestNs = Long.MIN_VALUE;

    /**
     * @param name of kind and machine
     * @param endNs of something stored, when it ended
     */
    Row(
            final KeyValueStore<Bytes, byte[]> store,
            final String name,
            final Function<byte[], V> reader,
            final Function<V, byte[]> writer,
            final ToLongFunction<byte[]> endNs) {
        this.store = store;
        key = new TimeKey(name);
        this.reader = reader;
        this.writer = writer;
        this.endNs = endNs;
    }

    Bytes at(final long timeNs) {
        return key.at(timeNs);
    }

    Bytes at(final long timeNs, final String name) {
        return key.at(timeNs, name);
    }

    long timeNs(final Bytes at) {
        return key.timeNs(at);
    }

    @Nullable
    V read(final Bytes at) {
        final byte[] stored = store.get(at);
        return stored == null ? null : reader.apply(stored);
    }

    void write(final Bytes at, final V value) {
        oldestNs = Math.min(oldestNs, key.timeNs(at));
        store.put(at, writer.apply(value));
    }

    /** Passes on what begins in the time, in its order, as it is stored. */
    void each(final long fromNs, final long toNs, final Consumer<byte[]> reader) {
        if (fromNs >= toNs) {
            return;
        }
        // The end's own key sorts before all that begins then: what has a name is longer, what has none is skipped.
        final Bytes end = key.at(toNs);
        try (KeyValueIterator<Bytes, byte[]> found = store.range(key.at(fromNs), end)) {
            while (found.hasNext()) {
                final KeyValue<Bytes, byte[]> each = found.next();
                if (!each.key.equals(end)) {
                    reader.accept(each.value);
                }
            }
        }
    }

    List<V> list(final long fromNs, final long toNs) {
        final List<V> all = new ArrayList<>();
        each(fromNs, toNs, stored -> all.add(reader.apply(stored)));
        return all;
    }

    /** Passes on what begins at the time or before it, the latest first, while it is asked for more. */
    void eachBackFrom(final long timeNs, final Predicate<V> hasMore) {
        try (KeyValueIterator<Bytes, byte[]> found = store.reverseRange(key.first(), key.at(timeNs))) {
            boolean isWanted = true;
            while (isWanted && found.hasNext()) {
                isWanted = hasMore.test(reader.apply(found.next().value));
            }
        }
    }

    /** Drops what began at the time or before it and ended before it. */
    void forgetBefore(final long timeNs, final Consumer<Bytes> forgotten) {
        if (oldestNs > timeNs) {
            return;
        }
        final Bytes last = key.at(timeNs);
        final List<Bytes> ended = new ArrayList<>();
        long nextNs = Long.MAX_VALUE;
        try (KeyValueIterator<Bytes, byte[]> found = store.range(key.at(oldestNs), key.last())) {
            while (found.hasNext()) {
                final KeyValue<Bytes, byte[]> each = found.next();
                final boolean isBefore = each.key.compareTo(last) <= 0;
                if (isBefore && endNs.applyAsLong(each.value) < timeNs) {
                    ended.add(each.key);
                } else {
                    nextNs = Math.min(nextNs, key.timeNs(each.key));
                }
                if (!isBefore) {
                    break;
                }
            }
        }
        oldestNs = nextNs;
        for (final Bytes each : ended) {
            store.delete(each);
            forgotten.accept(each);
        }
    }
}
