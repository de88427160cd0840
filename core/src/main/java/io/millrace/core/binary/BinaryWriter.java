package io.millrace.core.binary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a value as bytes. Numbers are zigzag LEB128, so small ones of either sign are short. Not thread-safe; reusable. */
public final class BinaryWriter {
    private byte[] bytes = new byte[256];
    private int length;

    public BinaryWriter clear() {
        length = 0;
        return this;
    }

    public BinaryWriter u8(final int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public BinaryWriter flag(final boolean value) {
        return u8(value ? 1 : 0);
    }

    public BinaryWriter number(final long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** All 64 bits, for what is not small: hashes, ids. */
    public BinaryWriter fixed(final long value) {
        room(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public BinaryWriter text(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** All that another has written. */
    public BinaryWriter all(final BinaryWriter other) {
        room(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(final int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
