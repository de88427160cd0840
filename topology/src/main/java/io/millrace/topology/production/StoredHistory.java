package io.millrace.topology.production;

import io.millrace.core.machine.History;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Block;
import io.millrace.core.timeline.BlockCodec;
import io.millrace.topology.store.TimeKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One machine's history blocks and finished ledgers in the task's store. On the task's thread only. */
final class StoredHistory implements History {
    private final KeyValueStore<Bytes, byte[]> store;
    /** Between a machine's path and an operation: blocks have a zero byte there. */
    private static final byte LEDGER = 1;

    private final TimeKey key;
    private final byte[] machine;

    StoredHistory(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        this.key = new TimeKey(machine);
        this.machine = machine.getBytes(StandardCharsets.UTF_8);
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

    @Override
    public byte @Nullable [] ledger(final OperationKey operation) {
        return store.get(key(LEDGER, operation.text()));
    }

    @Override
    public void putLedger(final OperationKey operation, final byte[] ledger) {
        store.put(key(LEDGER, operation.text()), ledger);
    }

    @Override
    public void removeLedger(final OperationKey operation) {
        store.delete(key(LEDGER, operation.text()));
    }

    @Override
    public List<OperationKey> ledgers() {
        final List<OperationKey> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.range(key(LEDGER, ""), key((byte) (LEDGER + 1), ""))) {
            all.forEachRemaining(each -> found.add(operation(each.key.get())));
        }
        return found;
    }

    private OperationKey operation(final byte[] stored) {
        final int from = machine.length + 1;
        return OperationKey.parse(new String(stored, from, stored.length - from, StandardCharsets.UTF_8));
    }

    private Bytes key(final byte kind, final String operation) {
        final byte[] name = operation.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(machine.length + 1 + name.length)
                .put(machine)
                .put(kind)
                .put(name)
                .array());
    }

    private static @Nullable Block next(final KeyValueIterator<Bytes, byte[]> blocks) {
        return blocks.hasNext() ? BlockCodec.read(blocks.next().value) : null;
    }
}
