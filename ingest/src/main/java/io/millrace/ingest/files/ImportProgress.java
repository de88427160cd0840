package io.millrace.ingest.files;

/** Told how far an import is; on the source's thread, often: must be short. */
@FunctionalInterface
public interface ImportProgress {
    ImportProgress NONE = (phase, done, all, lines) -> {};

    /**
     * @param done of {@code all}, in whatever the recording counts; both equal at the end of a phase
     * @param lines read so far
     */
    void onProgress(Playback.Phase phase, long done, long all, long lines);
}
