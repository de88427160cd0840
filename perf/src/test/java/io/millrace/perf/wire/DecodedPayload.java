package io.millrace.perf.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Sparkplug payloads for tests; fields by their number in {@code sparkplug_b.proto}. */
public record DecodedPayload(long timestamp, List<Map<Integer, Object>> metrics, long seq) {

    public static final int NAME = 1;
    public static final int ALIAS = 2;
    public static final int TIMESTAMP = 3;
    public static final int DATATYPE = 4;
    public static final int HISTORICAL = 5;
    public static final int INT = 10;
    public static final int LONG = 11;
    public static final int BOOLEAN = 14;
    public static final int STRING = 15;

    public static DecodedPayload of(final byte[] bytes) {
        try {
            final CodedInputStream in = CodedInputStream.newInstance(bytes);
            long timestamp = -1;
            long seq = -1;
            final List<Map<Integer, Object>> metrics = new ArrayList<>();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> timestamp = in.readUInt64();
                    case 2 -> metrics.add(metric(in.readBytes()));
                    case 3 -> seq = in.readUInt64();
                    default -> throw new IOException("field " + WireFormat.getTagFieldNumber(tag));
                }
            }
            return new DecodedPayload(timestamp, metrics, seq);
        } catch (final IOException e) {
            throw new AssertionError("no Sparkplug payload", e);
        }
    }

    public Map<Integer, Object> metric(final String name) {
        return metrics.stream()
                .filter(metric -> name.equals(metric.get(NAME)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in " + this));
    }

    private static Map<Integer, Object> metric(final ByteString bytes) throws IOException {
        final CodedInputStream in = bytes.newCodedInput();
        final Map<Integer, Object> fields = new HashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            final int field = WireFormat.getTagFieldNumber(tag);
            fields.put(
                    field,
                    switch (field) {
                        case NAME, STRING -> in.readString();
                        case ALIAS, TIMESTAMP, LONG -> in.readUInt64();
                        case DATATYPE, INT -> in.readUInt32();
                        case HISTORICAL, BOOLEAN -> in.readBool();
                        default -> throw new IOException("metric field " + field);
                    });
        }
        return fields;
    }
}
