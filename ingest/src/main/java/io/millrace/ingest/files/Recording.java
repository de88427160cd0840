package io.millrace.ingest.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Something recorded that can be told from its beginning, each time in the same words. Used by one thread. */
public interface Recording {
    /** The files it is in. */
    List<Path> files();

    /** Machines that it is known to be about, which get the time told from its beginning; others do from their first event. */
    Set<String> machines();

    /**
     * Tells all of it, and returns early when the playback is closed. What cannot be read it refuses, and goes on.
     *
     * @throws IOException if a file cannot be read, or is none of this kind: names the file and the remedy
     */
    void play(Playback playback) throws IOException;
}
