package io.millrace.ingest.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From a text to a value, found by the bytes of its UTF-8 wherever they stand: no String is made to look. Not thread-safe. */
public final class TextMap<V> {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int FIRST_CAPACITY = 16;

    private byte @Nullable [][] keys = new byte[FIRST_CAPACITY][];
    private @Nullable Object[] values = new Object[FIRST_CAPACITY];
    private int size;

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(keys, null);
        Arrays.fill(values, null);
        size = 0;
    }

    /** @return null if there is none */
    public @Nullable V get(final byte[] bytes, final int offset, final int length) {
        @SuppressWarnings("unchecked")
        final V found = (V) values[index(bytes, offset, length)];
        return found;
    }

    public @Nullable V get(final byte[] key) {
        return get(key, 0, key.length);
    }

    /** @param key not copied */
    public void put(final byte[] key, final V value) {
        final int index = index(key, 0, key.length);
        if (keys[index] == null) {
            size++;
        }
        keys[index] = key;
        values[index] = value;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    private void grow() {
        final byte @Nullable [][] oldKeys = keys;
        final @Nullable Object[] oldValues = values;
        keys = new byte[2 * oldKeys.length][];
        values = new Object[2 * oldValues.length];
        for (int i = 0; i < oldKeys.length; i++) {
            final byte[] key = oldKeys[i];
            if (key != null) {
                final int index = index(key, 0, key.length);
                keys[index] = key;
                values[index] = oldValues[i];
            }
        }
    }

    /** Where the key is, or would be: half of the places at least are free. */
    private int index(final byte[] bytes, final int offset, final int length) {
        final int mask = keys.length - 1;
        int index = hash(bytes, offset, length) & mask;
        while (true) {
            final byte[] key = keys[index];
            if (key == null || Arrays.equals(key, 0, key.length, bytes, offset, offset + length)) {
                return index;
            }
            index = index + 1 & mask;
        }
    }

    private static int hash(final byte[] bytes, final int offset, final int length) {
        long hash = length;
        int at = offset;
        final int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * MIX;
        }
        return (int) (hash ^ hash >>> 29 ^ hash >>> 47);
    }
}
