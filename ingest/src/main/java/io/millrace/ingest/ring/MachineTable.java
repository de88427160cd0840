package io.millrace.ingest.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** Something for each machine, found by the machine's path as it stands in an encoded event. Allocates once a machine; one thread. */
public final class MachineTable<T> {
    private final Map<Key, T> entries = new HashMap<>();
    private final Key lookup = new Key();
    private final Supplier<T> first;

    public MachineTable(final Supplier<T> first) {
        this.first = first;
    }

    /** What there is for the machine whose path (UTF-8) stands in the buffer. */
    public T get(final DirectBuffer buffer, final int offset, final int length) {
        lookup.set(buffer, offset, length);
        T entry = entries.get(lookup);
        if (entry == null) {
            entry = first.get();
            entries.put(lookup.copy(), entry);
        }
        return entry;
    }

    Collection<T> all() {
        return entries.values();
    }

    void clear() {
        entries.clear();
    }

    private static final class Key {
        private byte[] bytes = new byte[256];
        private int length;
        private int hash;

        void set(final DirectBuffer buffer, final int offset, final int newLength) {
            if (newLength > bytes.length) {
                bytes = new byte[newLength];
            }
            buffer.getBytes(offset, bytes, 0, newLength);
            length = newLength;
            int h = 1;
            for (int i = 0; i < newLength; i++) {
                h = 31 * h + bytes[i];
            }
            hash = h;
        }

        Key copy() {
            final Key copy = new Key();
            copy.bytes = Arrays.copyOf(bytes, length);
            copy.length = length;
            copy.hash = hash;
            return copy;
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Key key && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
