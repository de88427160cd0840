package io.millrace.topology.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A name-based UUID, version 5 (RFC 9562, section 5.5), of a record's topic, key and value. */
final class NameUuid {
    private static final UUID NAMESPACE = UUID.fromString("3d0f7c62-55a4-5b1e-8c1b-72656372647a");

    private NameUuid() {}

    static UUID of(final String topic, final String key, final byte[] value) {
        final MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        sha1.update(topic.getBytes(StandardCharsets.UTF_8));
        sha1.update((byte) 0);
        sha1.update(key.getBytes(StandardCharsets.UTF_8));
        sha1.update((byte) 0);
        final ByteBuffer digest = ByteBuffer.wrap(sha1.digest(value));
        final long high = digest.getLong() & ~0xF000L | 0x5000L;
        final long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
