package io.millrace.ingest.files;

/**
 * What a recording may be at most.
 *
 * @param lineBytes length of a line, or of a record that goes over several; a longer one becomes a dead letter
 * @param values values of all files together where they are put in order in memory, about 250 bytes each
 */
public record FileLimits(int lineBytes, int values) {
    public static final FileLimits DEFAULT = new FileLimits(64 * 1024, 5_000_000);

    public FileLimits {
        if (lineBytes < 1 || values < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: lineBytes " + lineBytes + ", values " + values);
        }
    }
}
