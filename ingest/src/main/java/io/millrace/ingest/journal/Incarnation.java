package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one run of a gateway from all others, so that its numbers can start at 1 again. */
public final class Incarnation {
    private static final String FILE = "incarnation";

    private Incarnation() {}

    /**
     * Rises at every start: one more than the stored one, or the clock in milliseconds if that is more - so it rises also when the
     * data folder was lost. Durable before it is returned.
     *
     * @throws JournalException if it cannot be stored, or what is stored is no number
     */
    public static long next(final Path dataDir, final long clockMs) {
        final Path file = dataDir.resolve(FILE);
        try {
            Files.createDirectories(dataDir);
            final long stored = Files.exists(file)
                    ? Long.parseLong(
                            Files.readString(file, StandardCharsets.US_ASCII).trim())
                    : 0;
            final long next = Math.max(stored + 1, clockMs);
            DurableFile.replace(file, (next + "\n").getBytes(StandardCharsets.US_ASCII));
            return next;
        } catch (final NumberFormatException e) {
            throw new JournalException(
                    file + " does not hold a number: delete it, the clock then gives the next incarnation", e);
        } catch (final IOException e) {
            throw new JournalException("cannot store the incarnation in " + file + ": " + e.getMessage(), e);
        }
    }
}
