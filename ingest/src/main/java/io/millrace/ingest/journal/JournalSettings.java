package io.millrace.ingest.journal;

/**
 * How a journal is kept.
 *
 * @param rollCycle name of a Chronicle roll cycle: how long one file is written to. Retention deletes whole files.
 * @param blockBytes the file grows in steps of this; a quarter of it, less 64 kB, is the largest message
 * @param minUsableBytes below this much room on the disk nothing is appended or acknowledged any more; must be well above the block
 * @param shedBelowBytes below this much room the writer leaves out what may be left out, and says so; 0 if nothing may
 */
public record JournalSettings(
        String rollCycle, int blockBytes, SyncPolicy sync, long minUsableBytes, long shedBelowBytes) {
    private static final int MIN_BLOCK_BYTES = 1 << 20;

    public JournalSettings {
        if (blockBytes < MIN_BLOCK_BYTES) {
            throw new IllegalArgumentException(
                    "journal block of " + blockBytes + " bytes: at least " + MIN_BLOCK_BYTES);
        }
        if (minUsableBytes < 2L * blockBytes) {
            throw new IllegalArgumentException("journal watermark of " + minUsableBytes
                    + " bytes: at least twice the block of " + blockBytes + " bytes");
        }
        if (shedBelowBytes != 0 && shedBelowBytes < minUsableBytes) {
            throw new IllegalArgumentException("journal sheds below " + shedBelowBytes + " bytes: not less than the "
                    + minUsableBytes + " bytes below which it takes nothing at all");
        }
    }

    /** A journal that sheds nothing. */
    public JournalSettings(
            final String rollCycle, final int blockBytes, final SyncPolicy sync, final long minUsableBytes) {
        this(rollCycle, blockBytes, sync, minUsableBytes, 0);
    }

    /** An hour a file, blocks of 8 MB, stops below 256 MB, sheds nothing. */
    public static JournalSettings of(final SyncPolicy sync) {
        return new JournalSettings("FAST_HOURLY", 8 << 20, sync, 256L << 20);
    }

    /** The same, but for what may be left out while there is less room than this. */
    public JournalSettings sheddingBelow(final long newShedBelowBytes) {
        return new JournalSettings(rollCycle, blockBytes, sync, minUsableBytes, newShedBelowBytes);
    }
}
