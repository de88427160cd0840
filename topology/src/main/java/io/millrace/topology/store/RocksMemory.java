package io.millrace.topology.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write buffer for all stores of a process: RocksDB's defaults are 50 MB and three times 16 MB for each
 * store and partition, outside the heap.
 */
public final class RocksMemory implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 256L * 1024 * 1024;
    private static final long BUFFER_BYTES = 96L * 1024 * 1024;

    @Override
    public void setConfig(final String storeName, final Options options, final Map<String, Object> configs) {
        final BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.BUFFERS);
        options.setWriteBufferSize(16L * 1024 * 1024);
        options.setMaxWriteBufferNumber(2);
    }

    @Override
    public void close(final String storeName, final Options options) {
        // What is shared outlives any one store.
    }

    /** Made with the first store, when RocksDB's native library is loaded. */
    private static final class Shared {
        private static final Cache CACHE = new LRUCache(CACHE_BYTES);
        private static final WriteBufferManager BUFFERS = new WriteBufferManager(BUFFER_BYTES, CACHE);

        private Shared() {}
    }
}
