package io.millrace.ingest.sparkplug;

/** Steps over protobuf's wire format (protobuf.dev, "Encoding") within bounds. Reusable, allocates nothing, not thread-safe. */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP_START = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

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

    long fixed(final int size) throws MalformedPayloadException {
        if (limit - position < size) {
            throw new MalformedPayloadException("number cut short", position);
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[position + i] & 0xff;
        }
        position += size;
        return value;
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
            case FIXED64 -> fixed(Long.BYTES);
            case BYTES -> pass(length());
            case FIXED32 -> fixed(Integer.BYTES);
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
