package io.millrace.ingest.json;

/**
 * What a payload may be at most; anything beyond is a dead letter TOO_LARGE.
 *
 * @param payloadBytes length of a payload; of a longer one a dead letter keeps this much
 * @param depth nesting of objects and arrays
 * @param entries entries of an array; the ring must have room for as many events
 * @param textChars length of one text or name
 */
public record JsonLimits(int payloadBytes, int depth, int entries, int textChars) {
    public static final JsonLimits DEFAULT = new JsonLimits(256 * 1024, 16, 1_000, 4 * 1024);

    public JsonLimits {
        if (payloadBytes < 1 || depth < 1 || entries < 1 || textChars < 1) {
            throw new IllegalArgumentException("limits must be positive: payloadBytes " + payloadBytes + ", depth "
                    + depth + ", entries " + entries + ", textChars " + textChars);
        }
    }
}
