package io.millrace.core.ledger;

import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids derived from content, never assigned: a name-based UUID, version 5 (RFC 9562, section 5.5). */
public final class ConfirmationId {
    private static final UUID NAMESPACE = UUID.fromString("6f0c7f0e-2f3a-5c1e-9a57-6d696c6c7261");

    private ConfirmationId() {}

    /** The id of what a ledger (operation and machine) says with its {@code number}-th confirmation. */
    public static UUID of(
            final OperationKey operation,
            final String machine,
            final int number,
            final Confirmation.Kind kind,
            final Quantities toldAfter,
            final @Nullable UUID reverses) {
        final String name = String.join(
                "|",
                operation.text(),
                machine,
                Integer.toString(number),
                kind.name(),
                Long.toString(toldAfter.goodMilli()),
                Long.toString(toldAfter.scrapMilli()),
                Long.toString(toldAfter.reworkMilli()),
                reverses == null ? "" : reverses.toString());
        return version5(name);
    }

    private static UUID version5(final String name) {
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
        final ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        final long high = digest.getLong() & ~0xF000L | 0x5000L;
        final long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
