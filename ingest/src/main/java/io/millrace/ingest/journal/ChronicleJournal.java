package io.millrace.ingest.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a folder: Chronicle Queue writes the files, {@link RecordScan} reads them. One gateway at a time, held off by a file
 * lock.
 */
public final class ChronicleJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleJournal.class);
    private static final int SLACK_BYTES = 64 * 1024;

    private final JournalFolder folder;
    private final JournalSettings settings;
    private final LongSupplier clockNs;
    private final JournalFiles files;
    private final RetentionMark mark;
    private final Quarantine quarantine;
    private final DiskWatermark watermark;
    private final ChronicleAppender appender;
    private volatile long lastJournalledNs;
    private volatile long lastPosition;
    private boolean isBroken;
    private boolean isClosed;

    private ChronicleJournal(
            final JournalFolder folder,
            final JournalSettings settings,
            final LongSupplier clockNs,
            final DiskWatermark watermark)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clockNs = clockNs;
        this.watermark = watermark;
        this.files = new JournalFiles(folder.queue(), maxGroupBytes());
        this.quarantine = new Quarantine(folder.quarantine());
        this.mark = RetentionMark.open(folder.root(), folder.id(), files);
        final JournalFiles.Last last = files.last();
        this.lastPosition = Math.max(last.position(), leastLastPosition());
        this.lastJournalledNs = last.journalledNs();
        warnOfEnd(last);
        this.appender = new ChronicleAppender(files.newFolder(), settings, clockNs);
    }

    /** Retention never deletes the newest file: where it has been, the record behind what it deleted was there. */
    private long leastLastPosition() {
        return mark.deletedTo() == 0 ? 0 : mark.deletedTo() + 1;
    }

    private void warnOfEnd(final JournalFiles.Last last) {
        if (last.remains() != null) {
            LOG.warn(
                    "the journal ends with a torn record behind record {} (in {}): its writer died before it was acknowledged, or the disk is failing",
                    last.position(),
                    last.remains());
        }
        if (last.position() < lastPosition) {
            LOG.error(
                    "the journal's records from {} on are gone: their files were deleted by someone, or lost with the machine",
                    last.position() + 1);
        }
    }

    /** Opens with the room that the folder's disk really has. See the other one. */
    public static ChronicleJournal open(
            final Path root, final JournalSettings settings, final LongSupplier clockNs, final LongSupplier nanoTime) {
        final File disk = root.toFile();
        return open(root, settings, clockNs, nanoTime, disk::getUsableSpace);
    }

    /**
     * Opens or makes the journal in a folder and takes its lock.
     *
     * @param clockNs the gateway's clock, nanoseconds since the epoch
     * @param nanoTime a clock for intervals only
     * @param usableBytes room on the disk
     * @throws JournalException if JVM flags are missing, another gateway has it, or a newer program wrote it
     */
    public static ChronicleJournal open(
            final Path root,
            final JournalSettings settings,
            final LongSupplier clockNs,
            final LongSupplier nanoTime,
            final LongSupplier usableBytes) {
        JvmFlags.check();
        ChronicleAppender.prepare();
        final JournalFolder folder = JournalFolder.open(root);
        try {
            final DiskWatermark watermark = new DiskWatermark(usableBytes, nanoTime, settings);
            if (watermark.isFull()) {
                // Opening maps a block already.
                throw new JournalException(
                        "the disk of " + root + " has " + watermark.usableBytes() + " bytes left, the journal needs "
                                + settings.minUsableBytes() + ": make room and start again");
            }
            return new ChronicleJournal(folder, settings, clockNs, watermark);
        } catch (final IOException e) {
            folder.close();
            throw new JournalException("cannot open the journal in " + root + ": " + e.getMessage(), e);
        } catch (final RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public UUID id() {
        return folder.id();
    }

    @Override
    public long append(final JournalGroup group) {
        refuseIfBroken();
        final long position = lastPosition + 1;
        final long now = clockNs.getAsLong();
        try {
            group.seal(position, now);
            appender.append(group.address(), group.lengthBytes());
        } catch (final IOException | RuntimeException | Error e) {
            isBroken = true;
            throw new JournalException("cannot append to the journal in " + folder.queue() + ": " + e.getMessage(), e);
        }
        watermark.onAppended(group.lengthBytes());
        lastJournalledNs = now;
        lastPosition = position;
        return position;
    }

    @Override
    public void sync() {
        refuseIfBroken();
        if (settings.sync() == SyncPolicy.POWER) {
            force();
        }
    }

    private void force() {
        try {
            appender.force();
        } catch (final IOException e) {
            isBroken = true;
            throw new JournalException(
                    "cannot force the journal in " + folder.queue() + " to disk: " + e.getMessage(), e);
        }
    }

    private void refuseIfBroken() {
        if (isBroken) {
            throw new JournalException("the journal in " + folder.queue() + " has failed before: restart the gateway");
        }
    }

    @Override
    public int maxGroupBytes() {
        return settings.blockBytes() / 4 - SLACK_BYTES;
    }

    @Override
    public long lastPosition() {
        return lastPosition;
    }

    @Override
    public long lastJournalledNs() {
        return lastJournalledNs;
    }

    @Override
    public JournalReader reader(final long afterPosition) {
        return new FileReader(files, mark, quarantine, this::lastPosition, appender::currentFile, afterPosition);
    }

    @Override
    public void retain(final long upToPosition) {
        try {
            final JournalFiles.Passed passed = files.passed(upToPosition);
            if (!passed.files().isEmpty()) {
                mark.advance(passed.upTo());
            }
            files.delete(passed.files());
            if (!passed.files().isEmpty()) {
                LOG.info(
                        "journal: {} files deleted, all forwarded",
                        passed.files().size());
                appender.refresh();
            }
        } catch (final IOException e) {
            throw new JournalException("cannot delete old files of the journal: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isFull() {
        return watermark.isFull();
    }

    @Override
    public boolean isTight() {
        return watermark.isTight();
    }

    @Override
    public double secondsUntilFull() {
        return watermark.secondsUntilFull();
    }

    @Override
    public long usableBytes() {
        return watermark.usableBytes();
    }

    @Override
    public long damagedRecords() {
        return quarantine.count();
    }

    @Override
    public @Nullable DamagedRecords pollDamaged() {
        return quarantine.poll();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (folder) {
            if (!isBroken) {
                force();
            }
            appender.close();
        } catch (final IOException e) {
            throw new JournalException("cannot close the journal in " + folder.queue() + ": " + e.getMessage(), e);
        }
    }
}
