package io.millrace.ingest.sparkplug;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Steps over protobuf's wire format (protobuf.dev, "Encoding") within bounds. Reusable, allocates nothing, not thread-safe. */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP_START = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int MAX_DEPTH = 8;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int position;
    private int limit;

    void wrap(final byte[] newBytes, final int from, final int to) {
        bytes = newBytes;
        position = from;
        limit = to;
    }

    int position() {
        return position;
    }

    /** Goes on from there, which is within the limit. */
    void moveTo(final int newPosition) {
        position = newPosition;
    }

    boolean hasMore() {
        return position < limit;
    }

    /** Field number times eight plus wire type. */
    int tag() throws MalformedPayloadException {
        final int at = position;
        final long tag = varint();
        if (tag >>> 32 != 0 || tag >>> 3 == 0) {
            throw new MalformedPayloadException("field number out of range", at);
        }
        return (int) tag;
    }

    long varint() throws MalformedPayloadException {
        final int at = position;
        if (at < limit && bytes[at] >= 0) {
            position = at + 1;
            return bytes[at];
        }
        return bytes.length >= Long.BYTES ? wordVarint(at) : byteVarint(at);
    }

    /** Eight bytes at once: the first without its high bit ends the number; then the sevens are pushed together. */
    private long wordVarint(final int at) throws MalformedPayloadException {
        final long word = word(bytes, at);
        final long ends = ~word & HIGH_BITS;
        if (ends == 0) {
            return byteVarint(at);
        }
        final int bits = Long.numberOfTrailingZeros(ends) + 1;
        final int end = at + (bits >>> 3);
        if (end > limit) {
            throw new MalformedPayloadException("number without an end", at);
        }
        position = end;
        return joined(word, ends);
    }

    /**
     * The number in the low bytes of a word, seven bits of each.
     *
     * @param ends high bits, the lowest of which is the number's last
     */
    static long joined(final long word, final long ends) {
        final long sevens = word & (ends ^ ends - 1) & ~HIGH_BITS;
        final long fourteens = sevens - ((sevens & 0x7f00_7f00_7f00_7f00L) >>> 1);
        final long all = fourteens & 0x0000_3fff_0000_3fffL | (fourteens & 0x3fff_0000_3fff_0000L) >>> 2;
        return all & 0x0fff_ffffL | (all & 0x0fff_ffff_0000_0000L) >>> 4;
    }

    /**
     * Eight bytes, the first in the lowest bits: those there are, then zeroes. Behind the end it says anything.
     *
     * @param bytes at least eight
     */
    static long word(final byte[] bytes, final int at) {
        final int last = bytes.length - Long.BYTES;
        return at <= last ? (long) LONGS.get(bytes, at) : (long) LONGS.get(bytes, last) >>> (at - last << 3);
    }

    private long byteVarint(final int at) throws MalformedPayloadException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw new MalformedPayloadException("number without an end", at);
            }
            final byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedPayloadException("number of more than ten bytes", at);
    }

    long fixed64() throws MalformedPayloadException {
        if (limit - position < Long.BYTES) {
            throw new MalformedPayloadException("number cut short", position);
        }
        final long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    long fixed32() throws MalformedPayloadException {
        if (limit - position < Integer.BYTES) {
            throw new MalformedPayloadException("number cut short", position);
        }
        final int value = (int) INTS.get(bytes, position);
        position += Integer.BYTES;
        return value & 0xffff_ffffL;
    }

    /** The length of a field, which is certain to fit; the caller reads or passes its bytes. */
    int length() throws MalformedPayloadException {
        final int at = position;
        final long length = varint();
        if (length < 0 || length > limit - position) {
            throw new MalformedPayloadException("length beyond the end", at);
        }
        return (int) length;
    }

    void pass(final int length) {
        position += length;
    }

    /** Passes a field's value, whatever it is: newer fields must not harm. */
    void skip(final int tag) throws MalformedPayloadException {
        skip(tag, 0);
    }

    private void skip(final int tag, final int depth) throws MalformedPayloadException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> pass(length());
            case FIXED32 -> fixed32();
            case GROUP_START -> skipGroup(tag >>> 3, depth + 1);
            default -> throw new MalformedPayloadException("unknown wire type", position);
        }
    }

    private void skipGroup(final int field, final int depth) throws MalformedPayloadException {
        if (depth > MAX_DEPTH) {
            throw new MalformedPayloadException("nested deeper than " + MAX_DEPTH, position);
        }
        for (int tag = tag(); tag != (field << 3 | GROUP_END); tag = tag()) {
            skip(tag, depth);
        }
    }
}
