package io.millrace.core.machine;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.Block;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history that lasts as long as the process. Not thread-safe. */
public final class InMemoryHistory implements History {
    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private final Map<OperationKey, byte[]> ledgers = new TreeMap<>();

    @Override
    public @Nullable Block floor(final long timeNs) {
        return block(blocks.floorEntry(timeNs));
    }

    @Override
    public @Nullable Block after(final long timeNs) {
        return block(blocks.higherEntry(timeNs));
    }

    private static @Nullable Block block(final Map.@Nullable Entry<Long, Block> entry) {
        return entry == null ? null : entry.getValue();
    }

    @Override
    public void put(final Block block) {
        blocks.put(block.fromNs(), block);
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
}
