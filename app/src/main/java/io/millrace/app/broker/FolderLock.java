package io.millrace.app.broker;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that a folder is in use, and stops saying so when the process ends, however it ends. Kafka has a lock of its own, but writes
 * to the metadata before it takes it: a second broker on a folder would ruin the first.
 */
final class FolderLock implements Closeable {
    private final FileChannel channel;

    private FolderLock(final FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param folder made if missing
     * @param user what uses it, for the sentence
     * @throws Failure if another process, or another part of this one, uses the folder
     */
    static FolderLock take(final Path folder, final String user) throws IOException {
        Files.createDirectories(folder);
        final FileChannel channel =
                FileChannel.open(folder.resolve(".millrace.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "Another program uses " + folder + ", meant for " + user + ": stop it, or choose another folder.");
        }
        return new FolderLock(channel);
    }

    private static @Nullable FileLock lock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
