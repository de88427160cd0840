package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value from inside of a metric (Sparkplug 3.0, 6.4.16 to 6.4.19): {@code [2]} is an element of an array, {@code [2]/column} a
 * cell of a data set, {@code /member} a member of a template, and {@code /member[2]} or {@code /member/inner} go on from there. Counts
 * from 0. Stateless; allocates.
 */
final class PartReader {
    static final PartReader DEFAULT = new PartReader(10_000, 8);

    /** Instead of a value: there is nothing at the path. Null is a value: none is known. */
    static final Object ABSENT = new Object();

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})](.*)");

    private final int rows;
    private final int depth;

    /**
     * @param rows most elements of an array and rows of a data set that are looked through
     * @param depth most templates within templates
     */
    PartReader(final int rows, final int depth) {
        this.rows = rows;
        this.depth = depth;
    }

    /** True if the address is that of something inside of the metric. */
    static boolean isInside(final String address, final String metric) {
        return address.length() > metric.length()
                && address.startsWith(metric)
                && (address.charAt(metric.length()) == '/' || address.charAt(metric.length()) == '[');
    }

    /**
     * @param metric that has a value
     * @return as {@link PayloadDecoder#value}, or {@link #ABSENT}
     * @throws MalformedPayloadException if the value is none of its datatype, or exceeds a limit
     */
    @Nullable
    Object read(final byte[] payload, final MetricCursor metric, final DataType dataType, final String path)
            throws MalformedPayloadException {
        return read(payload, metric, dataType, path, 0);
    }

    private @Nullable Object read(
            final byte[] payload,
            final MetricCursor metric,
            final DataType dataType,
            final String path,
            final int level)
            throws MalformedPayloadException {
        if (path.isEmpty()) {
            return scalar(payload, metric, dataType);
        }
        final Matcher indexed = INDEX.matcher(path);
        final boolean isIndexed = indexed.matches();
        final int index = isIndexed ? Integer.parseInt(indexed.group(1)) : 0;
        final String rest = isIndexed ? indexed.group(2) : path.substring(1);
        final WireReader wire = new WireReader();
        wire.wrap(payload, metric.textAt, metric.textAt + metric.textLength);
        if (metric.isNull) {
            return null;
        }
        return switch (metric.value) {
            case BYTES -> isIndexed && rest.isEmpty() ? element(payload, metric, dataType, index) : ABSENT;
            case DATASET -> isIndexed && rest.startsWith("/") ? cell(payload, wire, index, rest.substring(1)) : ABSENT;
            case TEMPLATE -> isIndexed ? ABSENT : member(payload, wire, rest, level + 1);
            default -> ABSENT;
        };
    }

    private static @Nullable Object scalar(final byte[] payload, final MetricCursor metric, final DataType dataType)
            throws MalformedPayloadException {
        return switch (metric.value) {
            case BYTES, DATASET, TEMPLATE, OTHER ->
                throw new MalformedPayloadException("a " + dataType + " is no signal itself", metric.textAt);
            case TEXT -> text(payload, metric.textAt, metric.textLength);
            default -> PayloadDecoder.valueOf(metric, payload, dataType);
        };
    }

    private Object element(final byte[] payload, final MetricCursor metric, final DataType dataType, final int index)
            throws MalformedPayloadException {
        if (index >= rows) {
            throw new MalformedPayloadException("beyond the first " + rows + " elements", metric.textAt);
        }
        final int end = metric.textAt + metric.textLength;
        return switch (dataType) {
            case BOOLEAN_ARRAY -> bit(payload, metric.textAt, end, index);
            case STRING_ARRAY -> string(payload, metric.textAt, end, index);
            default -> number(payload, metric.textAt, end, dataType, index);
        };
    }

    /** Little-endian, one after the other. */
    private static Object number(
            final byte[] payload, final int at, final int end, final DataType dataType, final int index)
            throws MalformedPayloadException {
        final DataType each = dataType.element();
        final int width = each.width();
        if (width == 0) {
            throw new MalformedPayloadException("a " + dataType + " has no elements", at);
        }
        final long from = at + (long) index * width;
        if (from + width > end) {
            return ABSENT;
        }
        long bits = 0;
        for (int i = width - 1; i >= 0; i--) {
            bits = bits << 8 | payload[(int) from + i] & 0xff;
        }
        return switch (each) {
            case FLOAT -> Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            default ->
                PayloadDecoder.isWithinLong(each, bits)
                        ? (Object) PayloadDecoder.number(each, bits)
                        : Long.toUnsignedString(bits);
        };
    }

    /** A count of four bytes, little-endian, then eight to a byte, the first in its highest bit. */
    private static Object bit(final byte[] payload, final int at, final int end, final int index)
            throws MalformedPayloadException {
        if (end - at < Integer.BYTES) {
            throw new MalformedPayloadException("array cut short", at);
        }
        int count = 0;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
            count = count << 8 | payload[at + i] & 0xff;
        }
        final int in = at + Integer.BYTES + index / 8;
        return index >= count || in >= end ? ABSENT : (Object) ((payload[in] >> 7 - index % 8 & 1) != 0);
    }

    /** Each ends with a zero. */
    private static Object string(final byte[] payload, final int at, final int end, final int index)
            throws MalformedPayloadException {
        int from = at;
        int left = index;
        for (int i = at; i < end; i++) {
            if (payload[i] == 0) {
                if (left-- == 0) {
                    return text(payload, from, i - from);
                }
                from = i + 1;
            }
        }
        return ABSENT;
    }

    private @Nullable Object member(final byte[] payload, final WireReader template, final String path, final int level)
            throws MalformedPayloadException {
        if (level > depth) {
            throw new MalformedPayloadException("templates nested deeper than " + depth, template.position());
        }
        final MetricCursor member = new MetricCursor();
        final WireReader wire = new WireReader();
        while (template.hasMore()) {
            final int tag = template.tag();
            if (tag != (2 << 3 | WireReader.BYTES)) {
                template.skip(tag);
                continue;
            }
            final int length = template.length();
            wire.wrap(payload, template.position(), template.position() + length);
            member.read(wire, payload, template.position() + length);
            template.pass(length);
            final String name = member.nameLength < 0 ? "" : text(payload, member.nameAt, member.nameLength);
            if (name.equals(path) || isInside(path, name) && !name.isEmpty()) {
                return read(payload, member, member.dataType, path.substring(name.length()), level);
            }
        }
        return ABSENT;
    }

    private @Nullable Object cell(final byte[] payload, final WireReader dataSet, final int row, final String column)
            throws MalformedPayloadException {
        if (row >= rows) {
            throw new MalformedPayloadException("beyond the first " + rows + " rows", dataSet.position());
        }
        final DataSetHead head = new DataSetHead(payload, column);
        while (dataSet.hasMore()) {
            final int tag = dataSet.tag();
            if (tag == (4 << 3 | WireReader.BYTES)) {
                final int length = dataSet.length();
                if (head.rows++ == row) {
                    head.rowAt = dataSet.position();
                    head.rowEnd = head.rowAt + length;
                }
                dataSet.pass(length);
            } else {
                head.read(dataSet, tag);
            }
        }
        return head.column < 0 || head.rowEnd == 0 ? ABSENT : cell(payload, head);
    }

    private static @Nullable Object cell(final byte[] payload, final DataSetHead head)
            throws MalformedPayloadException {
        final WireReader row = new WireReader();
        row.wrap(payload, head.rowAt, head.rowEnd);
        int left = head.column;
        while (row.hasMore()) {
            final int tag = row.tag();
            if (tag != (1 << 3 | WireReader.BYTES) || left-- > 0) {
                row.skip(tag);
                continue;
            }
            final int length = row.length();
            final WireReader value = new WireReader();
            value.wrap(payload, row.position(), row.position() + length);
            return cell(payload, value, head.type());
        }
        return ABSENT;
    }

    private static @Nullable Object cell(final byte[] payload, final WireReader value, final DataType type)
            throws MalformedPayloadException {
        Object read = null;
        while (value.hasMore()) {
            final int tag = value.tag();
            switch (tag) {
                case 1 << 3 | WireReader.VARINT -> read = integer(type, value.varint() & 0xffff_ffffL);
                case 2 << 3 | WireReader.VARINT -> read = integer(type, value.varint());
                case 3 << 3 | WireReader.FIXED32 -> read = Float.intBitsToFloat((int) value.fixed32());
                case 4 << 3 | WireReader.FIXED64 -> read = Double.longBitsToDouble(value.fixed64());
                case 5 << 3 | WireReader.VARINT -> read = value.varint() != 0;
                case 6 << 3 | WireReader.BYTES -> {
                    final int length = value.length();
                    read = text(payload, value.position(), length);
                    value.pass(length);
                }
                default -> value.skip(tag);
            }
        }
        return read;
    }

    private static Object integer(final DataType type, final long bits) {
        return PayloadDecoder.isWithinLong(type, bits)
                ? (Object) PayloadDecoder.number(type, bits)
                : Long.toUnsignedString(bits);
    }

    private static String text(final byte[] payload, final int at, final int length) throws MalformedPayloadException {
        if (!Utf8.isValid(payload, at, length)) {
            throw new MalformedPayloadException("a text is not UTF-8", at);
        }
        return new String(payload, at, length, StandardCharsets.UTF_8);
    }

    /** Where a column and a row are, as far as a data set has been read. */
    private static final class DataSetHead {
        private final byte[] payload;
        private final String wanted;
        private final List<DataType> types = new ArrayList<>();
        private int columns;
        private int column = -1;
        private int rows;
        private int rowAt;
        private int rowEnd;

        DataSetHead(final byte[] payload, final String wanted) {
            this.payload = payload;
            this.wanted = wanted;
        }

        void read(final WireReader dataSet, final int tag) throws MalformedPayloadException {
            switch (tag) {
                case 2 << 3 | WireReader.BYTES -> {
                    final int length = dataSet.length();
                    if (text(payload, dataSet.position(), length).equals(wanted)) {
                        column = columns;
                    }
                    columns++;
                    dataSet.pass(length);
                }
                case 3 << 3 | WireReader.VARINT -> types.add(DataType.of(dataSet.varint()));
                case 3 << 3 | WireReader.BYTES -> packedTypes(dataSet);
                default -> dataSet.skip(tag);
            }
        }

        DataType type() {
            return column < types.size() ? types.get(column) : DataType.UNKNOWN;
        }

        private void packedTypes(final WireReader dataSet) throws MalformedPayloadException {
            final int end = dataSet.length() + dataSet.position();
            while (dataSet.position() < end) {
                types.add(DataType.of(dataSet.varint()));
            }
        }
    }
}
