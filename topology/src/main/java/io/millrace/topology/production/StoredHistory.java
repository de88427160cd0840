package io.millrace.topology.production;

import io.millrace.core.machine.History;
import io.millrace.core.timeline.Block;
import io.millrace.core.timeline.BlockCodec;
import io.millrace.topology.store.TimeKey;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One machine's history blocks in the task's store. On the task's thread only. */
final class StoredHistory implements History {
    private final KeyValueStore<Bytes, byte[]> store;
    private final TimeKey key;

    StoredHistory(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        this.key = new TimeKey(machine);
    }

    @Override
    public @Nullable Block floor(final long timeNs) {
        try (KeyValueIterator<Bytes, byte[]> blocks = store.reverseRange(key.first(), key.at(timeNs))) {
            return next(blocks);
        }
    }

    @Override
    public @Nullable Block after(final long timeNs) {
        if (timeNs == Long.MAX_VALUE) {
            return null;
        }
        try (KeyValueIterator<Bytes, byte[]> blocks = store.range(key.at(timeNs + 1), key.last())) {
            return next(blocks);
        }
    }

    @Override
    public void put(final Block block) {
        store.put(key.at(block.fromNs()), BlockCodec.write(block));
    }

    @Override
    public void remove(final long fromNs) {
        store.delete(key.at(fromNs));
    }

    private static @Nullable Block next(final KeyValueIterator<Bytes, byte[]> blocks) {
        return blocks.hasNext() ? BlockCodec.read(blocks.next().value) : null;
    }
}
