package io.millrace.benchmarks;

import io.millrace.core.machine.History;
import io.millrace.core.timeline.Block;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history that costs next to nothing, so that the account itself is measured. */
final class BlocksInMemory implements History {
    private final TreeMap<Long, Block> blocks = new TreeMap<>();

    @Override
    public @Nullable Block floor(final long timeNs) {
        return block(blocks.floorEntry(timeNs));
    }

    @Override
    public @Nullable Block after(final long timeNs) {
        return block(blocks.higherEntry(timeNs));
    }

    @Override
    public void put(final Block block) {
        blocks.put(block.fromNs(), block);
    }

    @Override
    public void remove(final long fromNs) {
        blocks.remove(fromNs);
    }

    private static @Nullable Block block(final Map.@Nullable Entry<Long, Block> entry) {
        return entry == null ? null : entry.getValue();
    }
}
