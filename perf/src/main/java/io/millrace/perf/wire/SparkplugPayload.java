package io.millrace.perf.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes Sparkplug B payloads field by field, as numbered in {@code sparkplug_b.proto} of the Sparkplug 3.0 specification, and reads the one command an edge node obeys. */
public final class SparkplugPayload {

    public static final int NO_SEQ = -1;
    public static final String REBIRTH = "Node Control/Rebirth";

    private static final int PAYLOAD_TIMESTAMP = 1;
    private static final int PAYLOAD_METRICS = 2;
    private static final int PAYLOAD_SEQ = 3;
    private static final int METRIC_NAME = 1;
    private static final int METRIC_ALIAS = 2;
    private static final int METRIC_TIMESTAMP = 3;
    private static final int METRIC_DATATYPE = 4;
    private static final int METRIC_IS_HISTORICAL = 5;
    private static final int METRIC_INT_VALUE = 10;
    private static final int METRIC_LONG_VALUE = 11;
    private static final int METRIC_BOOLEAN_VALUE = 14;
    private static final int METRIC_STRING_VALUE = 15;

    private SparkplugPayload() {}

    /** A birth or death: every metric with its name and data type. @param seq 0 to 255, or {@link #NO_SEQ} */
    public static byte[] birth(final long timestampMs, final int seq, final List<SparkplugMetric> metrics) {
        return payload(timestampMs, seq, metrics, true);
    }

    /** Data: metrics with an alias go by it alone. */
    public static byte[] data(final long timestampMs, final int seq, final List<SparkplugMetric> metrics) {
        return payload(timestampMs, seq, metrics, false);
    }

    /** Whether a command asks the edge node to send its births again; false for whatever cannot be read. */
    public static boolean asksForRebirth(final byte[] command) {
        try {
            final CodedInputStream in = CodedInputStream.newInstance(command);
            boolean asked = false;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == PAYLOAD_METRICS) {
                    asked |= isRebirth(in.readBytes());
                } else {
                    in.skipField(tag);
                }
            }
            return asked;
        } catch (final IOException e) {
            return false;
        }
    }

    private static boolean isRebirth(final ByteString metric) throws IOException {
        final CodedInputStream in = metric.newCodedInput();
        boolean named = false;
        boolean wanted = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case METRIC_NAME -> named = REBIRTH.equals(in.readString());
                case METRIC_BOOLEAN_VALUE -> wanted = in.readBool();
                default -> in.skipField(tag);
            }
        }
        return named && wanted;
    }

    private static byte[] payload(
            final long timestampMs, final int seq, final List<SparkplugMetric> metrics, final boolean birth) {
        return written(out -> {
            out.writeUInt64(PAYLOAD_TIMESTAMP, timestampMs);
            for (final SparkplugMetric metric : metrics) {
                out.writeByteArray(PAYLOAD_METRICS, written(inner -> write(inner, metric, birth)));
            }
            if (seq != NO_SEQ) {
                out.writeUInt64(PAYLOAD_SEQ, seq);
            }
        });
    }

    private static void write(final CodedOutputStream out, final SparkplugMetric metric, final boolean birth)
            throws IOException {
        final boolean hasAlias = metric.alias() >= 0;
        if (birth || !hasAlias) {
            out.writeString(METRIC_NAME, metric.name());
        }
        if (hasAlias) {
            out.writeUInt64(METRIC_ALIAS, metric.alias());
        }
        out.writeUInt64(METRIC_TIMESTAMP, metric.timestampMs());
        if (birth) {
            out.writeUInt32(METRIC_DATATYPE, metric.dataType());
        }
        if (metric.historical()) {
            out.writeBool(METRIC_IS_HISTORICAL, true);
        }
        writeValue(out, metric.value());
    }

    private static void writeValue(final CodedOutputStream out, final Object value) throws IOException {
        if (value instanceof Integer number) {
            out.writeUInt32(METRIC_INT_VALUE, number);
        } else if (value instanceof Long number) {
            out.writeUInt64(METRIC_LONG_VALUE, number);
        } else if (value instanceof Boolean flag) {
            out.writeBool(METRIC_BOOLEAN_VALUE, flag);
        } else {
            out.writeString(METRIC_STRING_VALUE, (String) value);
        }
    }

    private static byte[] written(final Writing writing) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }
}
