package io.millrace.ingest.sparkplug;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A payload read byte by byte into a list, plainly and slowly: what the decoder is compared with. */
final class PlainDecoder {
    /** One metric; null where it says nothing. */
    record Metric(
            String name,
            Long alias,
            long timestampMs,
            DataType dataType,
            boolean isHistorical,
            boolean isTransient,
            boolean isNull,
            int valueField,
            long bits,
            byte[] text) {}

    private final PayloadDecoder.Limits limits;
    private final byte[] bytes;
    private final List<Metric> metrics = new ArrayList<>();
    private int at;
    private int end;
    private long timestampMs;
    private int seq;
    private long bdSeq = PayloadDecoder.NO_BD_SEQ;

    PlainDecoder(final byte[] bytes, final PayloadDecoder.Limits limits) throws MalformedPayloadException {
        this.bytes = bytes;
        this.limits = limits;
        this.end = bytes.length;
        require(bytes.length <= limits.bytes(), "more than " + limits.bytes() + " bytes", limits.bytes());
        while (at < end) {
            final int tag = tag();
            switch (tag) {
                case 8 -> timestampMs = varint();
                case 18 -> metric();
                case 24 -> {
                    final int from = at;
                    final long value = varint();
                    require(value >= 0 && value <= 255, "seq is not 0 to 255", from);
                    seq = (int) value;
                }
                default -> skip(tag, 0);
            }
        }
    }

    List<Metric> metrics() {
        return metrics;
    }

    long timestampMs() {
        return timestampMs;
    }

    int seq() {
        return seq;
    }

    long bdSeq() {
        return bdSeq;
    }

    private void metric() throws MalformedPayloadException {
        require(metrics.size() < limits.metrics(), "more than " + limits.metrics() + " metrics", at);
        final int length = length();
        final int outerEnd = end;
        end = at + length;
        byte[] name = null;
        int nameAt = 0;
        Long alias = null;
        long timeMs = 0;
        DataType type = DataType.UNKNOWN;
        final boolean[] flags = new boolean[3];
        int field = 0;
        long bits = 0;
        byte[] text = {};
        while (at < end) {
            final int tag = tag();
            switch (tag) {
                case 10 -> {
                    name = bytes();
                    nameAt = at - name.length;
                }
                case 16 -> alias = varint();
                case 24 -> timeMs = varint();
                case 32 -> type = DataType.of(varint());
                case 40, 48, 56 -> flags[tag / 8 - 5] = varint() != 0;
                case 80, 88, 101, 105, 112 -> {
                    field = tag >> 3;
                    bits = switch (tag & 7) {
                        case 5 -> fixed(4);
                        case 1 -> fixed(8);
                        default -> tag == 80 ? varint() & 0xffff_ffffL : varint();
                    };
                }
                case 122, 130, 138, 146, 154 -> {
                    field = tag >> 3;
                    final byte[] value = bytes();
                    text = field == 15 ? value : text;
                }
                default -> skip(tag, 0);
            }
        }
        end = outerEnd;
        require(
                name == null || name.length <= limits.nameBytes() && isUtf8(name),
                "name too long or not UTF-8",
                nameAt);
        final String called = name == null ? null : new String(name, StandardCharsets.UTF_8);
        if ("bdSeq".equals(called) && (field == 10 || field == 11)) {
            bdSeq = bits;
        }
        metrics.add(
                new Metric(called, alias, timeMs, type, flags[0], flags[1], flags[2] || field == 0, field, bits, text));
    }

    static boolean isUtf8(final byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (final CharacterCodingException notUtf8) {
            return false;
        }
    }

    private int tag() throws MalformedPayloadException {
        final int from = at;
        final long tag = varint();
        require(tag >>> 32 == 0 && tag >>> 3 != 0, "field number out of range", from);
        return (int) tag;
    }

    private long varint() throws MalformedPayloadException {
        final int from = at;
        long value = 0;
        for (int i = 0; i < 10; i++) {
            require(at < end, "number without an end", from);
            final byte next = bytes[at++];
            value |= i < 9 ? (next & 0x7fL) << 7 * i : (next & 1L) << 63;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedPayloadException("number of more than ten bytes", from);
    }

    private long fixed(final int size) throws MalformedPayloadException {
        require(end - at >= size, "number cut short", at);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[at + i] & 0xffL) << 8 * i;
        }
        at += size;
        return value;
    }

    private int length() throws MalformedPayloadException {
        final int from = at;
        final long length = varint();
        require(length >= 0 && length <= end - at, "length beyond the end", from);
        return (int) length;
    }

    private byte[] bytes() throws MalformedPayloadException {
        final int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private void skip(final int tag, final int depth) throws MalformedPayloadException {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> fixed(8);
            case 2 -> bytes();
            case 5 -> fixed(4);
            case 3 -> {
                require(depth < 8, "nested deeper than 8", at);
                for (int inner = tag(); inner != tag + 1; inner = tag()) {
                    skip(inner, depth + 1);
                }
            }
            default -> throw new MalformedPayloadException("unknown wire type", at);
        }
    }

    private static void require(final boolean holds, final String otherwise, final int offset)
            throws MalformedPayloadException {
        if (!holds) {
            throw new MalformedPayloadException(otherwise, offset);
        }
    }
}
