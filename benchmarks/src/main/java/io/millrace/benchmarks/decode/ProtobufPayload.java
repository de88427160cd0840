package io.millrace.benchmarks.decode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.ingest.sparkplug.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Sparkplug B payload as protobuf's generated classes hold it: a message object with a list of message objects, whose one-of is a
 * case and a boxed value. Read with protobuf-java's own reader, as generated code does.
 */
final class ProtobufPayload {
    /** One metric. */
    static final class Metric {
        private String name = "";
        private long alias;
        private long timestampMs;
        private int dataType;
        private boolean isHistorical;
        private boolean isTransient;
        private boolean isNull;
        private int valueCase;
        private @Nullable Object value;

        private static Metric parse(final CodedInputStream in) throws IOException {
            final Metric metric = new Metric();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                metric.field(tag, in);
            }
            return metric;
        }

        private void field(final int tag, final CodedInputStream in) throws IOException {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> name = in.readString();
                case 2 << 3 -> alias = in.readUInt64();
                case 3 << 3 -> timestampMs = in.readUInt64();
                case 4 << 3 -> dataType = in.readUInt32();
                case 5 << 3 -> isHistorical = in.readBool();
                case 6 << 3 -> isTransient = in.readBool();
                case 7 << 3 -> isNull = in.readBool();
                case 10 << 3 -> value(10, in.readUInt32());
                case 11 << 3 -> value(11, in.readUInt64());
                case 12 << 3 | WireFormat.WIRETYPE_FIXED32 -> value(12, in.readFloat());
                case 13 << 3 | WireFormat.WIRETYPE_FIXED64 -> value(13, in.readDouble());
                case 14 << 3 -> value(14, in.readBool());
                case 15 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> value(15, in.readString());
                default -> in.skipField(tag);
            }
        }

        private void value(final int newCase, final Object newValue) {
            valueCase = newCase;
            value = newValue;
        }

        /** As the birth's datatype says. */
        private @Nullable Object value(final DataType type) {
            if (isNull || value == null) {
                return null;
            }
            return switch (type) {
                case INT32 -> (long) (Integer) value;
                default -> value;
            };
        }
    }

    private final List<Metric> metrics = new ArrayList<>();
    private long timestampMs;
    private long seq;

    static ProtobufPayload parse(final byte[] bytes) throws IOException {
        final CodedInputStream in = CodedInputStream.newInstance(bytes);
        final ProtobufPayload payload = new ProtobufPayload();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 -> payload.timestampMs = in.readUInt64();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    final int limit = in.pushLimit(in.readRawVarint32());
                    payload.metrics.add(Metric.parse(in));
                    in.popLimit(limit);
                }
                case 3 << 3 -> payload.seq = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        return payload;
    }

    long timestampMs() {
        return timestampMs;
    }

    long seq() {
        return seq;
    }

    void forEach(final Metrics consumer) {
        for (final Metric metric : metrics) {
            consumer.metric(metric.alias, metric.timestampMs, metric.value(SparkplugMessages.type(metric.alias)));
        }
    }

    /** For the fields of a metric that a data message has, but no benchmark asks for. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("seq ").append(seq);
        for (final Metric metric : metrics) {
            text.append(' ')
                    .append(metric.name)
                    .append(metric.alias)
                    .append(metric.isHistorical ? " historical" : "")
                    .append(metric.isTransient ? " transient" : "")
                    .append(" type ")
                    .append(metric.dataType)
                    .append(" case ")
                    .append(metric.valueCase)
                    .append(' ')
                    .append(metric.value);
        }
        return text.toString();
    }
}
