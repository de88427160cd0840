package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder a journal lives in: locked for one writer, marked with a format and an identity. The lock is the operating system's
 * and dies with the process, unlike Chronicle's own, which looks alive when process ids repeat (in containers they do).
 */
final class JournalFolder implements AutoCloseable {
    private static final int FORMAT = 1;
    private static final String FORMAT_FILE = "journal-format";

    private final Path root;
    private final FileChannel lockChannel;
    private final UUID id;

    private JournalFolder(final Path root, final FileChannel lockChannel, final UUID id) {
        this.root = root;
        this.lockChannel = lockChannel;
        this.id = id;
    }

    /** @throws JournalException if another process has it, or a newer program made it */
    static JournalFolder open(final Path root) {
        try {
            Files.createDirectories(root.resolve("queue"));
            DurableFile.forceDirectory(root);
            DurableFile.forceDirectory(root.toAbsolutePath().getParent());
            final FileChannel channel =
                    FileChannel.open(root.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(root, channel);
                return new JournalFolder(root, channel, identity(root));
            } catch (final RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (final IOException e) {
            throw new JournalException("cannot open the journal in " + root + ": " + e.getMessage(), e);
        }
    }

    private static void lock(final Path root, final FileChannel channel) throws IOException {
        if (tryLock(channel) == null) {
            throw new JournalException("the journal in " + root
                    + " is in use by another gateway: stop that one, or give this one a data folder of its own");
        }
    }

    private static @Nullable FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    private static UUID identity(final Path root) throws IOException {
        final Path file = root.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            final UUID id = UUID.randomUUID();
            DurableFile.replace(file, (FORMAT + "\n" + id + "\n").getBytes(StandardCharsets.US_ASCII));
            return id;
        }
        final List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        try {
            final int format = Integer.parseInt(lines.get(0).trim());
            if (format > FORMAT) {
                throw new JournalException("the journal in " + root + " has format " + format
                        + ", this program knows up to " + FORMAT + ": start the newer Millrace that wrote it");
            }
            return UUID.fromString(lines.get(1).trim());
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JournalException(
                    file + " is damaged: restore it, or move the whole folder away to begin a new journal", e);
        }
    }

    UUID id() {
        return id;
    }

    Path root() {
        return root;
    }

    Path queue() {
        return root.resolve("queue");
    }

    Path quarantine() {
        return root.resolve("quarantine");
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (final IOException e) {
            throw new JournalException("cannot release the lock on " + root + ": " + e.getMessage(), e);
        }
    }
}
