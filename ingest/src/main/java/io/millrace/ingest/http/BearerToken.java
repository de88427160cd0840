package io.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The token that senders must show (RFC 6750). Keeps only its hash, and compares in a time that says nothing about it. */
final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] hash;

    BearerToken(final String token) {
        this.hash = hash(token);
    }

    /** @param authorization the header, null if there is none */
    boolean isShownIn(final @Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash, hash(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] hash(final String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
