package io.millrace.ingest.shdr;

/** Told how far a recording has been offered; on the source's thread, at most some hundred times. Must be short. */
@FunctionalInterface
public interface ShdrProgress {
    ShdrProgress NONE = (linesDone, lines) -> {};

    /** @param linesDone of {@code lines}, in proportion to the values offered; both equal at the end */
    void onProgress(long linesDone, long lines);
}
