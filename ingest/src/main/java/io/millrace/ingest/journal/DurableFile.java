package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces small files whole: after a crash the old content is there, or the new one, never a mixture. */
public final class DurableFile {
    private DurableFile() {}

    /** Writes and forces to disk, the name too. */
    public static void replace(final Path file, final byte[] content) throws IOException {
        write(file, content, true);
        forceDirectory(file.toAbsolutePath().getParent());
    }

    /** Writes without forcing: after a power cut the old content may be back. */
    public static void replaceLazily(final Path file, final byte[] content) throws IOException {
        write(file, content, false);
    }

    private static void write(final Path file, final byte[] content, final boolean force) throws IOException {
        final Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes names created in a directory durable. Does nothing where a directory cannot be opened (Windows). */
    static void forceDirectory(final Path directory) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
