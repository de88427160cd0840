package io.millrace.ingest.sparkplug;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes payloads with protobuf's own encoder, field by field after sparkplug_b.proto. */
final class TestMetric {
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    static TestMetric metric() {
        return new TestMetric();
    }

    static TestMetric named(final String name, final int alias, final DataType type) {
        return metric().name(name).alias(alias).type(type.ordinal());
    }

    static TestMetric aliased(final long alias) {
        return metric().alias(alias);
    }

    /** @param seq negative for none */
    static byte[] payload(final long timestampMs, final int seq, final TestMetric... metrics) {
        return bytes(out -> {
            out.writeUInt64(1, timestampMs);
            for (final TestMetric metric : metrics) {
                out.writeByteArray(2, metric.bytes());
            }
            if (seq >= 0) {
                out.writeUInt64(3, seq);
            }
        });
    }

    static byte[] bytes(final Fields fields) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    TestMetric name(final String name) {
        return write(o -> o.writeString(1, name));
    }

    TestMetric alias(final long alias) {
        return write(o -> o.writeUInt64(2, alias));
    }

    TestMetric time(final long ms) {
        return write(o -> o.writeUInt64(3, ms));
    }

    TestMetric type(final int dataType) {
        return write(o -> o.writeUInt32(4, dataType));
    }

    TestMetric historical() {
        return write(o -> o.writeBool(5, true));
    }

    TestMetric isTransient() {
        return write(o -> o.writeBool(6, true));
    }

    TestMetric isNull() {
        return write(o -> o.writeBool(7, true));
    }

    TestMetric intValue(final int value) {
        return write(o -> o.writeUInt32(10, value));
    }

    TestMetric longValue(final long value) {
        return write(o -> o.writeUInt64(11, value));
    }

    TestMetric floatValue(final float value) {
        return write(o -> o.writeFloat(12, value));
    }

    TestMetric doubleValue(final double value) {
        return write(o -> o.writeDouble(13, value));
    }

    TestMetric booleanValue(final boolean value) {
        return write(o -> o.writeBool(14, value));
    }

    TestMetric text(final String value) {
        return write(o -> o.writeString(15, value));
    }

    /** @param field 16 bytes, 17 data set, 18 template, 19 extension; 8 meta data, 9 property set */
    TestMetric nested(final int field, final byte[] value) {
        return write(o -> o.writeByteArray(field, value));
    }

    TestMetric write(final Fields fields) {
        try {
            fields.writeTo(out);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }

    byte[] bytes() {
        try {
            out.flush();
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
