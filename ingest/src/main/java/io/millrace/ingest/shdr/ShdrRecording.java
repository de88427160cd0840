package io.millrace.ingest.shdr;

import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.source.DeadLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The mapped values of one or more files in the order of their source times; equal times keep the order of files and lines.
 *
 * <p>An adapter greets whoever connects with a snapshot: the last value of each key, with the time at which it was set, which may be
 * weeks ago. The snapshot of a file is found like this: take the file's first lines as long as no key comes a second time, and the line
 * after them; if the time jumps forward by an hour or more in there, everything before the last such jump is the snapshot, and the
 * line after it is the first live line. The snapshot's values hold from the first live line's time. A file without such a jump has
 * no snapshot.
 *
 * @param values by time
 * @param faults lines that could not be read, in the order of files and lines
 * @param lines read, of any kind
 * @param firstNs time of the earliest readable line, snapshots counted from the first live line; 0 if there is none
 * @param lastNs time of the latest readable line, 0 if there is none
 */
public record ShdrRecording(List<Timed> values, List<Fault> faults, long lines, long firstNs, long lastNs) {
    /** @param origin file and line */
    public record Timed(long timeNs, String origin, ShdrLine.Value value) {}

    /** @param origin file and line */
    public record Fault(String origin, DeadLetter.Reason reason, String detail, byte[] bytes) {}

    /**
     * Reads and sorts; blocks.
     *
     * @param files plain or gzip
     * @param keys the mapped ones; others are read for their time only
     * @throws IOException if a file cannot be opened, or holds more values than allowed; names the file
     */
    public static ShdrRecording read(final List<Path> files, final Set<String> keys, final FileLimits limits)
            throws IOException {
        final List<Timed> values = new ArrayList<>();
        final List<Fault> faults = new ArrayList<>();
        long lines = 0;
        long firstNs = Long.MAX_VALUE;
        long lastNs = 0;
        for (final Path file : files) {
            final ShdrFileReader reader = new ShdrFileReader(file, keys, limits, values, faults);
            lines += reader.read();
            firstNs = Math.min(firstNs, reader.firstNs());
            lastNs = Math.max(lastNs, reader.lastNs());
        }
        values.sort(Comparator.comparingLong(Timed::timeNs));
        return new ShdrRecording(values, faults, lines, lastNs == 0 ? 0 : firstNs, lastNs);
    }
}
