package io.millrace.topology.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was used last of some entries of a store, decoded; what changed is written when it is asked for, and when its place is taken. On the
 * task's thread only.
 */
public final class Recent<K, V> {
    private static final class Slot<K, V> {
        private final K key;
        private @Nullable V value;
        private boolean isUnwritten;

        private Slot(final K key, final @Nullable V value) {
            this.key = key;
            this.value = value;
        }
    }

    private final Map<K, Slot<K, V>> slots;
    private final List<Slot<K, V>> unwritten = new ArrayList<>();
    private final Function<K, @Nullable V> reader;
    private final BiConsumer<K, V> writer;

    /**
     * @param atMost entries kept
     * @param reader from the store, null if there is none
     * @param writer to the store
     */
    public Recent(final int atMost, final Function<K, @Nullable V> reader, final BiConsumer<K, V> writer) {
        this.reader = reader;
        this.writer = writer;
        slots = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(final Map.Entry<K, Slot<K, V>> eldest) {
                if (size() > atMost) {
                    write(eldest.getValue());
                    return true;
                }
                return false;
            }
        };
    }

    public @Nullable V get(final K key) {
        final Slot<K, V> known = slots.get(key);
        if (known != null) {
            return known.value;
        }
        final V read = reader.apply(key);
        slots.put(key, new Slot<>(key, read));
        return read;
    }

    public void put(final K key, final V value) {
        Slot<K, V> slot = slots.get(key);
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

    /** Not kept any more, and not written: it is not in the store any more, or what is there is to stay. @return true if it was kept */
    public boolean forget(final K key) {
        final Slot<K, V> slot = slots.remove(key);
        if (slot != null) {
            slot.isUnwritten = false;
        }
        return slot != null;
    }

    /** @return true if the store has it as it is here */
    public boolean isWritten(final K key) {
        final Slot<K, V> slot = slots.get(key);
        return slot == null || !slot.isUnwritten;
    }

    public void writeAll() {
        unwritten.forEach(this::write);
        unwritten.clear();
    }

    /** Writes those that are new and whose keys are wanted: before the store is read there. */
    public void write(final Predicate<K> isWanted) {
        for (final Slot<K, V> slot : unwritten) {
            if (isWanted.test(slot.key)) {
                write(slot);
            }
        }
        unwritten.removeIf(slot -> !slot.isUnwritten);
    }

    /** Writes all that is new and keeps nothing. */
    public void clear() {
        writeAll();
        slots.clear();
    }

    private void write(final Slot<K, V> slot) {
        final V value = slot.value;
        if (slot.isUnwritten && value != null) {
            slot.isUnwritten = false;
            writer.accept(slot.key, value);
        }
    }
}
