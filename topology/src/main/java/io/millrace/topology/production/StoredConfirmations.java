package io.millrace.topology.production;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.posting.Open;
import io.millrace.core.posting.OpenConfirmations;
import io.millrace.core.posting.PostingCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One operation's open confirmations in the task's store, two entries each: by id, and by group and time, so that an ERP that is
 * away for days makes the store longer and no step slower. The oldest of each group, which every status lists, are kept in memory. On
 * the task's thread only.
 */
final class StoredConfirmations implements OpenConfirmations {
    private static final byte BY_ID = 0;
    private static final byte BY_TIME = 1;
    private static final byte[] NOTHING = {};
    private static final int UUID_BYTES = 2 * Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final byte[] prefix;
    private final Map<Open.Group, OldestOpen> oldest = new EnumMap<>(Open.Group.class);

    StoredConfirmations(final KeyValueStore<Bytes, byte[]> store, final OperationKey operation) {
        this.store = store;
        final byte[] text = operation.text().getBytes(StandardCharsets.UTF_8);
        prefix = ByteBuffer.allocate(text.length + 1).put(text).put((byte) 0).array();
    }

    @Override
    public @Nullable Open get(final UUID id) {
        final byte[] stored = store.get(byId(id));
        return stored == null ? null : PostingCodec.open(stored);
    }

    @Override
    public void put(final Open open) {
        final Open before = get(open.id());
        if (before != null && before.state().group() != open.state().group()) {
            store.delete(byTime(before));
            oldest(before.state().group()).remove(before);
        }
        oldest(open.state().group()).put(open);
        store.put(byId(open.id()), PostingCodec.write(open));
        if (before == null || before.state().group() != open.state().group()) {
            store.put(byTime(open), NOTHING);
        }
    }

    @Override
    public void remove(final Open open) {
        store.delete(byId(open.id()));
        store.delete(byTime(open));
        oldest(open.state().group()).remove(open);
    }

    private OldestOpen oldest(final Open.Group group) {
        return oldest.computeIfAbsent(group, any -> new OldestOpen(most -> stored(group, most)));
    }

    @Override
    public List<Open> oldest(final Open.Group group, final int most) {
        return most <= OldestOpen.KEPT ? oldest(group).first(most) : stored(group, most);
    }

    private List<Open> stored(final Open.Group group, final int most) {
        final List<Open> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(
                byTime(group, Long.MIN_VALUE, new UUID(0, 0)), byTime(group, Long.MAX_VALUE, new UUID(-1, -1)))) {
            while (found.size() < most && entries.hasNext()) {
                final byte[] key = entries.next().key.get();
                final ByteBuffer id = ByteBuffer.wrap(key, key.length - UUID_BYTES, UUID_BYTES);
                found.add(Objects.requireNonNull(get(new UUID(id.getLong(), id.getLong()))));
            }
        }
        return found;
    }

    /** Forgets all of them. */
    void clear() {
        for (final Open.Group group : Open.Group.values()) {
            oldest(group, Integer.MAX_VALUE).forEach(this::remove);
        }
    }

    private Bytes byId(final UUID id) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 1 + UUID_BYTES)
                .put(prefix)
                .put(BY_ID)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    private Bytes byTime(final Open open) {
        return byTime(open.state().group(), open.said().confirmedNs(), open.id());
    }

    private Bytes byTime(final Open.Group group, final long timeNs, final UUID id) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 2 + Long.BYTES + UUID_BYTES)
                .put(prefix)
                .put(BY_TIME)
                .put((byte) group.ordinal())
                .putLong(timeNs ^ Long.MIN_VALUE)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }
}
