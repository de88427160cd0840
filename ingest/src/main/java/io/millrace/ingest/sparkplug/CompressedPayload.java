package io.millrace.ingest.sparkplug;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * A payload within a payload, as edge clients of Eclipse Tahu's family send large births: the outer one says so in its {@code uuid} and
 * has the inner one in its {@code body}, compressed by the algorithm that its only metric names. Not thread-safe.
 */
final class CompressedPayload {
    private static final byte[] MARK = "SPBV1.0_COMPRESSED".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID = 4 << 3 | WireReader.BYTES;
    private static final int BODY = 5 << 3 | WireReader.BYTES;

    private final WireReader wire = new WireReader();
    private final int mostBytes;

    /** @param mostBytes of the inner payload */
    CompressedPayload(final int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * @param outer that the payload has been wrapped into
     * @return the very bytes given if they are not compressed, which allocates nothing
     * @throws MalformedPayloadException if they cannot be decompressed, or are too many then
     */
    byte[] open(final byte[] payload, final PayloadDecoder outer) throws MalformedPayloadException {
        if (outer.metricCount() > 1) {
            return payload;
        }
        boolean isMarked = false;
        int bodyAt = 0;
        int bodyLength = 0;
        wire.wrap(payload, 0, payload.length);
        while (wire.hasMore()) {
            final int tag = wire.tag();
            if (tag == UUID) {
                final int length = wire.length();
                isMarked = Arrays.equals(payload, wire.position(), wire.position() + length, MARK, 0, MARK.length);
                wire.pass(length);
            } else if (tag == BODY) {
                bodyLength = wire.length();
                bodyAt = wire.position();
                wire.pass(bodyLength);
            } else {
                wire.skip(tag);
            }
        }
        return isMarked ? inflated(payload, bodyAt, bodyLength, isGzip(outer)) : payload;
    }

    private byte[] inflated(final byte[] payload, final int at, final int length, final boolean isGzip)
            throws MalformedPayloadException {
        final ByteArrayInputStream body = new ByteArrayInputStream(payload, at, length);
        try (InputStream in = isGzip ? new GZIPInputStream(body) : new InflaterInputStream(body)) {
            final byte[] inner = in.readNBytes(mostBytes + 1);
            if (inner.length > mostBytes) {
                throw MalformedPayloadException.tooLarge("more than " + mostBytes + " bytes when decompressed", at);
            }
            return inner;
        } catch (final IOException damaged) {
            throw new MalformedPayloadException("body cannot be decompressed (" + damaged.getMessage() + ")", at);
        }
    }

    private static boolean isGzip(final PayloadDecoder outer) {
        outer.rewind();
        final boolean isGzip = outer.next()
                && outer.hasName()
                && outer.name().equals("algorithm")
                && "GZIP".equals(outer.value(DataType.STRING));
        outer.rewind();
        return isGzip;
    }
}
