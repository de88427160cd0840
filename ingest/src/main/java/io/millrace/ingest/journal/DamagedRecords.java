package io.millrace.ingest.journal;

/**
 * Neighbouring records that a reader found damaged, or gone.
 *
 * @param from position of the first
 * @param to position of the last
 * @param remains what is left of them, at most 64 kB; not to be changed
 */
public record DamagedRecords(long from, long to, byte[] remains) {
    /** As in "record 4", "records 4 to 9". */
    public String range() {
        return from == to ? "record " + from : "records " + from + " to " + to;
    }
}
