package io.millrace.topology.analytics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What was used last of some entries of a store, decoded; what changed is written when it is asked for, and when its place is taken. On the
 * task's thread only.
 */
final class Recent<V> {
    private static final class Slot<V> {
        private final Bytes key;
        private @Nullable V value;
        private boolean isUnwritten;

        private Slot(final Bytes key, final @Nullable V value) {
            this.key = key;
            this.value = value;
        }
    }

    private final Map<Bytes, Slot<V>> slots;
    private final List<Slot<V>> unwritten = new ArrayList<>();
    private final Function<Bytes, @Nullable V> reader;
    private final BiConsumer<Bytes, V> writer;

    /**
     * @param atMost entries kept
     * @param reader from the store, null if there is none
     * @param writer to the store
     */
    Recent(final int atMost, final Function<Bytes, @Nullable V> reader, final BiConsumer<Bytes, V> writer) {
        this.reader = reader;
        this.writer = writer;
        slots = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(final Map.Entry<Bytes, Slot<V>> eldest) {
                if (size() > atMost) {
                    write(eldest.getValue());
                    return true;
                }
                return false;
            }
        };
    }

    @Nullable
    V get(final Bytes key) {
        final Slot<V> known = slots.get(key);
        if (known != null) {
            return known.value;
        }
        final V read = reader.apply(key);
        slots.put(key, new Slot<>(key, read));
        return read;
    }

    void put(final Bytes key, final V value) {
        Slot<V> slot = slots.get(key);
        if (slot == null) {
            slot = new Slot<>(key, value);
            slots.put(key, slot);
        }
        slot.value = value;
        if (!slot.isUnwritten) {
            slot.isUnwritten = true;
            unwritten.add(slot);
        }
    }

    /** It is not in the store any more. */
    void forget(final Bytes key) {
        final Slot<V> slot = slots.remove(key);
        if (slot != null) {
            slot.isUnwritten = false;
        }
    }

    void writeAll() {
        unwritten.forEach(this::write);
        unwritten.clear();
    }

    /** Before the store's keys up to this one are read. */
    void writeUpTo(final Bytes last) {
        for (final Slot<V> slot : unwritten) {
            if (slot.key.compareTo(last) <= 0) {
                write(slot);
            }
        }
        unwritten.removeIf(slot -> !slot.isUnwritten);
    }

    /** Writes all that is new and keeps nothing. */
    void clear() {
        writeAll();
        slots.clear();
    }

    private void write(final Slot<V> slot) {
        final V value = slot.value;
        if (slot.isUnwritten && value != null) {
            slot.isUnwritten = false;
            writer.accept(slot.key, value);
        }
    }
}
