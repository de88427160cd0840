package io.millrace.core.machine;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Block;
import io.millrace.core.timeline.BlockCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history kept as bytes in memory, as a store keeps it. */
final class MemoryHistory implements History {
    private final TreeMap<Long, byte[]> blocks = new TreeMap<>();
    private final Map<OperationKey, byte[]> ledgers = new TreeMap<>();

    @Override
    public @Nullable Block floor(final long timeNs) {
        return read(blocks.floorEntry(timeNs));
    }

    @Override
    public @Nullable Block after(final long timeNs) {
        return read(blocks.higherEntry(timeNs));
    }

    @Override
    public void put(final Block block) {
        blocks.put(block.fromNs(), BlockCodec.write(block));
    }

    @Override
    public void remove(final long fromNs) {
        blocks.remove(fromNs);
    }

    @Override
    public byte @Nullable [] ledger(final OperationKey operation) {
        return ledgers.get(operation);
    }

    @Override
    public void putLedger(final OperationKey operation, final byte[] ledger) {
        ledgers.put(operation, ledger);
    }

    @Override
    public void removeLedger(final OperationKey operation) {
        ledgers.remove(operation);
    }

    @Override
    public List<OperationKey> ledgers() {
        return List.copyOf(ledgers.keySet());
    }

    int size() {
        return blocks.size();
    }

    private static @Nullable Block read(final Map.@Nullable Entry<Long, byte[]> entry) {
        return entry == null ? null : BlockCodec.read(entry.getValue());
    }
}
