package io.millrace.ingest.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Numbers the events of each machine from 1, within one incarnation. Belongs to the journalling thread; allocates once a machine. */
final class MachineNumbers {
    private final Map<Key, long[]> numbers = new HashMap<>();
    private final Key lookup = new Key();

    /** The next number of the machine whose path (UTF-8) stands in the buffer. */
    long next(final DirectBuffer buffer, final int offset, final int length) {
        lookup.set(buffer, offset, length);
        long[] number = numbers.get(lookup);
        if (number == null) {
            number = new long[1];
            numbers.put(lookup.copy(), number);
        }
        return ++number[0];
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
