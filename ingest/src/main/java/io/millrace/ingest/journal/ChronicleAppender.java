package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The one place that writes through Chronicle Queue: it lays out the files, rolls and maps them. Forcing to disk is done here, on
 * the file itself, since Chronicle only logs when that fails. Belongs to one thread.
 */
final class ChronicleAppender implements AutoCloseable {
    /** A write lock found held is a dead writer's: the folder's own lock says that there is no other. */
    private static final long STALE_LOCK_MS = 1_000;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore pointer = BytesStore.nativePointer();
    private final Path folder;
    private int cycle = Integer.MIN_VALUE;
    private volatile @Nullable Path currentFile;
    private @Nullable FileChannel currentChannel;

    ChronicleAppender(final Path folder, final JournalSettings settings, final LongSupplier clockNs) {
        final ForwardClock clock = new ForwardClock(clockNs);
        this.folder = folder;
        this.queue = SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(rollCycle(settings.rollCycle()))
                .blockSize(settings.blockBytes())
                .timeProvider(clock)
                .timeoutMS(STALE_LOCK_MS)
                .build();
        final int lastCycle = queue.lastCycle();
        if (lastCycle > 0) {
            clock.notBefore((long) lastCycle * queue.rollCycle().lengthInMillis());
        }
        this.appender = queue.createAppender();
        // Opened by one thread, then used by the journalling thread alone.
        appender.singleThreadedCheckDisabled(true);
    }

    static void prepare() {
        // Read when Chronicle's first class is loaded.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
    }

    private static RollCycle rollCycle(final String name) {
        for (final RollCycle cycle : RollCycles.all()) {
            if (cycle instanceof Enum<?> named && named.name().equals(name)) {
                return cycle;
            }
        }
        throw new JournalException(
                "journal roll cycle " + name + " is unknown: use FAST_HOURLY, FAST_DAILY or FIVE_MINUTELY");
    }

    /** The file last written to, null before the first append. Any thread. */
    @Nullable
    Path currentFile() {
        return currentFile;
    }

    void append(final long address, final int length) throws IOException {
        pointer.set(address, length);
        appender.writeBytes(pointer);
        if (appender.cycle() != cycle) {
            onRolled();
        }
    }

    private void onRolled() throws IOException {
        // The file before may hold records that are not forced yet.
        force();
        closeChannel();
        cycle = appender.cycle();
        currentFile = appender.currentFile().toPath();
    }

    /** Forces what has been appended to disk. After a failure it must not be tried again. */
    void force() throws IOException {
        final Path file = currentFile;
        if (file == null) {
            return;
        }
        FileChannel channel = currentChannel;
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            currentChannel = channel;
            channel.force(true);
            DurableFile.forceDirectory(folder);
        } else {
            channel.force(false);
        }
    }

    private void closeChannel() throws IOException {
        if (currentChannel != null) {
            currentChannel.close();
            currentChannel = null;
        }
    }

    /** Tells Chronicle that files have been deleted. */
    void refresh() {
        queue.refreshDirectoryListing();
    }

    @Override
    public void close() throws IOException {
        closeChannel();
        appender.close();
        queue.close();
    }
}
