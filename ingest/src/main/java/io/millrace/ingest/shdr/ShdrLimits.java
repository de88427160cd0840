package io.millrace.ingest.shdr;

/**
 * What a recording may be at most, since it is put in order in memory.
 *
 * @param lineBytes length of a line; a longer one becomes a dead letter
 * @param values mapped values of all files together, about 250 bytes of memory each
 */
public record ShdrLimits(int lineBytes, int values) {
    public static final ShdrLimits DEFAULT = new ShdrLimits(64 * 1024, 5_000_000);

    public ShdrLimits {
        if (lineBytes < 1 || values < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: lineBytes " + lineBytes + ", values " + values);
        }
    }
}
