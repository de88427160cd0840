package io.millrace.topology.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of one machine's things by time: the machine's path, a zero byte, and the time with its sign flipped, most significant byte
 * first, so that the store's order of bytes is the order of times. Immutable.
 */
public final class TimeKey {
    private final byte[] prefix;

    public TimeKey(final String machine) {
        final byte[] path = machine.getBytes(StandardCharsets.UTF_8);
        prefix = ByteBuffer.allocate(path.length + 1).put(path).put((byte) 0).array();
    }

    /** @param timeNs nanoseconds since the epoch, may be negative */
    public Bytes at(final long timeNs) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(timeNs ^ Long.MIN_VALUE)
                .array());
    }

    /** One of several things of one time: the name follows the time. */
    public Bytes at(final long timeNs, final String name) {
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES + text.length)
                .put(at(timeNs).get())
                .put(text)
                .array());
    }

    /** @param key one of these keys */
    public long timeNs(final Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(prefix.length) ^ Long.MIN_VALUE;
    }

    public Bytes first() {
        return at(Long.MIN_VALUE);
    }

    public Bytes last() {
        return at(Long.MAX_VALUE);
    }
}
