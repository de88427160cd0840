package io.millrace.ingest.journal;

/**
 * How a journal is kept.
 *
 * @param rollCycle name of a Chronicle roll cycle: how long one file is written to. Retention deletes whole files.
 * @param blockBytes the file grows in steps of this; a quarter of it, less 64 kB, is the largest message
 * @param minUsableBytes below this much room on the disk nothing is appended or acknowledged any more; must be well above the block
 */
public record JournalSettings(String rollCycle, int blockBytes, SyncPolicy sync, long minUsableBytes) {
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
    }

    /** An hour a file, blocks of 8 MB, stops below 256 MB. */
    public static JournalSettings of(final SyncPolicy sync) {
        return new JournalSettings("FAST_HOURLY", 8 << 20, sync, 256L << 20);
    }
}
