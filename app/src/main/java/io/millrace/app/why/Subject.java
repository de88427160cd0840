package io.millrace.app.why;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody asks about. */
public sealed interface Subject {
    /** A confirmation. */
    record Told(UUID id) implements Subject {}

    /** The state interval, or stop, that begins at a machine at a time. */
    record Piece(String machine, long fromNs) implements Subject {}

    /**
     * A figure over a period.
     *
     * @param key as it is in its topic
     * @param scope path of a machine, or the beginning of several machines' paths
     * @param kind of period; or a reason, of which the downtime of an hour is asked
     */
    record Figure(String key, String scope, String kind, long fromNs) implements Subject {
        /** True for the machines that the figure is made of. */
        boolean concerns(final String machine) {
            return scope.isEmpty() || machine.equals(scope) || machine.startsWith(scope + "/");
        }
    }

    /** @throws IllegalArgumentException if it is nothing one can ask about: the message says what is */
    static Subject parse(final String text) {
        final int at = text.lastIndexOf('@');
        final String[] parts = text.split("\\|", -1);
        if (parts.length >= 3) {
            final Long startNs = time(parts[parts.length - 1]);
            if (startNs != null) {
                return new Figure(text, parts[0], parts[1], startNs);
            }
        } else if (at > 0) {
            final Long fromNs = time(text.substring(at + 1));
            if (fromNs != null) {
                return new Piece(text.substring(0, at), fromNs);
            }
        } else if (text.length() == 36) {
            try {
                return new Told(UUID.fromString(text));
            } catch (final IllegalArgumentException noId) {
                throw unknown(text, noId);
            }
        }
        throw unknown(text, null);
    }

    private static @Nullable Long time(final String text) {
        try {
            return Times.ns(Instant.parse(text));
        } catch (final DateTimeParseException noTime) {
            return null;
        }
    }

    private static IllegalArgumentException unknown(final String text, final @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text
                        + "' is nothing one can ask about: give a confirmation's id, MACHINE@FROM for a state interval or a"
                        + " stop, or SCOPE|KIND|START for a figure; times as 2026-09-21T14:00:00Z",
                cause);
    }
}
