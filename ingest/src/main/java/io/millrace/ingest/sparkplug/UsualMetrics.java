package io.millrace.ingest.sparkplug;

import io.millrace.ingest.sparkplug.MetricCursor.Value;

/**
 * Reads metrics that are nothing but alias, time, datatype and value, in this order, as encoders write them in data messages; time and
 * datatype may be absent. It goes by words of eight bytes and never judges: what differs in the slightest it leaves to
 * {@link MetricCursor#read}, whose fields its own are equal to. Allocates nothing; not thread-safe.
 */
final class UsualMetrics {
    private static final int METRIC = 2 << 3 | WireReader.BYTES;
    private static final int ALIAS = 2 << 3 | WireReader.VARINT;
    private static final int TIME = 3 << 3 | WireReader.VARINT;
    private static final int DATA_TYPE = 4 << 3 | WireReader.VARINT;

    /** Tag and length of a metric, the tag of its alias, and where an alias of two bytes ends. */
    private static final long OPENING = 0x80_80ff_80ffL;

    private static final long OPENED = 0x8000_0000L | ALIAS << 16 | METRIC;
    /** Where a number behind a tag of one byte may end. */
    private static final long ENDS = 0x8080_8080_8080_8000L;
    /** The same of an alias behind the tags of metric and alias and the length. */
    private static final long ALIAS_ENDS = ENDS >>> 16 & ENDS;
    /** Of a tag and a number of six bytes all but the lowest fourteen bits of the number. */
    private static final long NEAR = 0x00ff_ffff_ff80_80ffL;

    private static final long FOURTEEN_BITS = 0x3fff;

    // Times of one message are seconds apart, so that all but their lowest bits, 16 s, are those of the one before.
    private long nearWord = ~NEAR;
    private long nearMs;

    private int count;

    /**
     * Reads metrics one behind the other, up to the first that is another or has anything wrong with it.
     *
     * @param into cursors, as many as may be read
     * @param first of them to be used
     * @param most of them
     * @param bytes at least eight
     * @param from where a metric's tag may be
     * @return behind the last that was read
     */
    int read(final MetricCursor[] into, final int first, final int most, final byte[] bytes, final int from) {
        int start = from;
        int next = first;
        for (; next < most; next++) {
            final long word = WireReader.word(bytes, start);
            final int end = start + 2 + (int) (word >>> 8 & 0x7f);
            final long alias;
            final int behindAlias;
            if ((word & OPENING) == OPENED) {
                alias = fourteen(word >>> 16);
                behindAlias = start + 5;
            } else {
                final long ends = ~(word >>> 16) & ALIAS_ENDS;
                if ((word & 0xff_80ff) != (ALIAS << 16 | METRIC) || ends == 0) {
                    break;
                }
                alias = joined(word >>> 16, ends);
                behindAlias = start + 2 + length(ends);
            }
            if (end > bytes.length || tryRest(into[next], alias, bytes, behindAlias) != end) {
                break;
            }
            start = end;
        }
        count = next;
        return start;
    }

    /** How many of the cursors hold a metric by now. */
    int count() {
        return count;
    }

    /**
     * Bytes behind the metric are looked at here and below, but nothing is believed unless it ends where its length says.
     *
     * @return where it ends; -1 if it is another
     */
    private int tryRest(final MetricCursor metric, final long alias, final byte[] bytes, final int from) {
        int at = from;
        long word = WireReader.word(bytes, at);
        long timeMs = 0;
        if ((word & NEAR) == nearWord) {
            timeMs = nearMs | fourteen(word);
            at += 7;
            word = WireReader.word(bytes, at);
        } else if ((byte) word == TIME) {
            final long ends = ~word & ENDS;
            if (ends == 0) {
                return -1;
            }
            timeMs = joined(word, ends);
            at += length(ends);
            if (length(ends) == 7) {
                nearWord = word & NEAR;
                nearMs = timeMs & ~FOURTEEN_BITS;
            }
            word = WireReader.word(bytes, at);
        }
        DataType dataType = DataType.UNKNOWN;
        if ((word & 0x80ff) == DATA_TYPE) {
            dataType = DataType.of(word >>> 8 & 0x7f);
            at += 2;
            word = WireReader.word(bytes, at);
        }
        metric.usual(alias, timeMs, dataType);
        return tryValue(metric, bytes, at, word);
    }

    private static long fourteen(final long word) {
        return word >>> 8 & 0x7f | word >>> 9 & 0x3f80;
    }

    /** @return where it ends; -1 if it is another */
    private static int tryValue(final MetricCursor metric, final byte[] bytes, final int at, final long word) {
        if ((word & 7) == WireReader.VARINT) {
            final long ends = ~word & ENDS;
            return ends != 0 && tryNumber(metric, (int) word & 0xff, joined(word, ends)) ? at + length(ends) : -1;
        }
        switch ((byte) word) {
            case 12 << 3 | WireReader.FIXED32 -> {
                metric.number(Value.FLOAT, word >>> 8 & 0xffff_ffffL);
                return at + 1 + Integer.BYTES;
            }
            case 13 << 3 | WireReader.FIXED64 -> {
                metric.number(Value.DOUBLE, WireReader.word(bytes, at + 1));
                return at + 1 + Long.BYTES;
            }
            case 15 << 3 | WireReader.BYTES -> {
                final int length = (int) (word >>> 8 & 0x7f);
                metric.span(Value.TEXT, at + 2, length);
                return (word & 0x8000) == 0 ? at + 2 + length : -1;
            }
            default -> {
                return -1;
            }
        }
    }

    private static boolean tryNumber(final MetricCursor metric, final int tag, final long number) {
        switch (tag) {
            // 32 bits, even if a careless encoder has extended the sign.
            case 10 << 3 | WireReader.VARINT -> metric.number(Value.INTEGER, number & 0xffff_ffffL);
            case 11 << 3 | WireReader.VARINT -> metric.number(Value.INTEGER, number);
            case 14 << 3 | WireReader.VARINT -> metric.number(Value.BOOLEAN, number);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The number behind a tag of one byte. */
    private static long joined(final long word, final long ends) {
        return WireReader.joined(word & ~0x7f, ends) >>> 7;
    }

    /** Of tag and number, in bytes. */
    private static int length(final long ends) {
        return Long.numberOfTrailingZeros(ends) + 1 >>> 3;
    }
}
