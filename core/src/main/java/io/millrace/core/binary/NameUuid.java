package io.millrace.core.binary;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids derived from content: name-based UUIDs, version 5 (RFC 9562, section 5.5). Stateless. */
public final class NameUuid {
    /** Never fed itself: a copy of it is had sooner than another one from the platform's list. */
    private static final MessageDigest EMPTY = fromThePlatform();

    private NameUuid() {}

    private static MessageDigest fromThePlatform() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (final CloneNotSupportedException e) {
            return fromThePlatform();
        }
    }

    /** @param name its parts follow one another as they are: a caller whose parts may run into each other separates them */
    public static UUID of(final UUID namespace, final byte[]... name) {
        final MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .array());
        for (final byte[] part : name) {
            sha1.update(part);
        }
        final ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
        final long high = digest.getLong() & ~0xF000L | 0x5000L;
        final long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
