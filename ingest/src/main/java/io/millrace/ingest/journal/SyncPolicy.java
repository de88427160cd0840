package io.millrace.ingest.journal;

/** What an acknowledged message survives. */
public enum SyncPolicy {
    /** The death of the process (kill -9): written to the page cache, not forced to the disk. */
    PROCESS,
    /** A power cut too: forced to the disk before anything is acknowledged. */
    POWER
}
