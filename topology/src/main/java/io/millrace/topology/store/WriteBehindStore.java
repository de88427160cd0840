package io.millrace.topology.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A store whose owner may keep newer things in memory: it is asked to write them before each commit, so that what changes many times
 * between two commits is encoded, and written to disk and to the changelog, once. Kafka Streams has no public way to be told of a
 * commit; it tells its own caches, and so this passes for one. On the task's thread only.
 *
 * @param <K> type of the keys
 */
public final class WriteBehindStore<K> extends WrappedStateStore<KeyValueStore<K, byte[]>, K, byte[]> {
    private Runnable owner = () -> {};

    public WriteBehindStore(final KeyValueStore<K, byte[]> store) {
        super(store);
    }

    /** Persistent, cached, logged to a changelog with these settings. */
    public static <K> StoreBuilder<WriteBehindStore<K>> builder(
            final String name, final Serde<K> keys, final Map<String, String> changelog) {
        return new Builder<>(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(changelog));
    }

    /** What is read and written through to; behind what its owner keeps. */
    public KeyValueStore<K, byte[]> entries() {
        return wrapped();
    }

    /** @param writer puts all that is newer in memory into {@link #entries()}; takes the place of the one before */
    public void beforeCommit(final Runnable writer) {
        owner = writer;
    }

    @Override
    public void flushCache() {
        owner.run();
        super.flushCache();
    }

    private record Builder<K>(StoreBuilder<KeyValueStore<K, byte[]>> store)
            implements StoreBuilder<WriteBehindStore<K>> {
        @Override
        public StoreBuilder<WriteBehindStore<K>> withCachingEnabled() {
            return new Builder<>(store.withCachingEnabled());
        }

        @Override
        public StoreBuilder<WriteBehindStore<K>> withCachingDisabled() {
            return new Builder<>(store.withCachingDisabled());
        }

        @Override
        public StoreBuilder<WriteBehindStore<K>> withLoggingEnabled(final Map<String, String> config) {
            return new Builder<>(store.withLoggingEnabled(config));
        }

        @Override
        public StoreBuilder<WriteBehindStore<K>> withLoggingDisabled() {
            return new Builder<>(store.withLoggingDisabled());
        }

        @Override
        public WriteBehindStore<K> build() {
            return new WriteBehindStore<>(store.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return store.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return store.loggingEnabled();
        }

        @Override
        public String name() {
            return store.name();
        }
    }
}
