package io.millrace.benchmarks;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.SignalQuality;
import java.io.IOException;

/**
 * A counter reading as a protobuf message: one field each, fixed64 for clocks, varints for the rest. Default values are left out, as
 * in proto3. Stateless.
 */
final class ProtobufReading {
    private static final int MACHINE = 1;
    private static final int GATEWAY = 2;
    private static final int INCARNATION = 3;
    private static final int SEQUENCE = 4;
    private static final int SOURCE = 5;
    private static final int SOURCE_EVENT_ID = 6;
    private static final int CORRELATION_ID = 7;
    private static final int SOURCE_TIME = 8;
    private static final int GATEWAY_TIME = 9;
    private static final int QUALITY = 10;
    private static final int MEASURE = 11;
    private static final int RESET = 12;
    private static final int VALUE = 13;

    /** @return the length in bytes */
    int write(final Event event, final byte[] bytes) throws IOException {
        final EventHead head = event.head();
        final Fact.CounterReading reading = (Fact.CounterReading) event.fact();
        final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        text(out, MACHINE, head.machine());
        text(out, GATEWAY, head.gateway());
        number(out, INCARNATION, head.incarnation());
        number(out, SEQUENCE, head.sequence());
        text(out, SOURCE, head.source());
        text(out, SOURCE_EVENT_ID, head.sourceEventId());
        text(out, CORRELATION_ID, head.correlationId());
        out.writeFixed64(SOURCE_TIME, head.sourceTimeNs());
        out.writeFixed64(GATEWAY_TIME, head.gatewayTimeNs());
        number(out, QUALITY, head.quality().code());
        number(out, MEASURE, reading.measure().code());
        number(out, RESET, reading.reset() ? 1 : 0);
        number(out, VALUE, reading.valueMilli());
        out.flush();
        return out.getTotalBytesWritten();
    }

    private static void text(final CodedOutputStream out, final int field, final String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeString(field, value);
        }
    }

    private static void number(final CodedOutputStream out, final int field, final long value) throws IOException {
        if (value != 0) {
            out.writeInt64(field, value);
        }
    }

    Event read(final byte[] bytes, final int length) throws IOException {
        final CodedInputStream in = CodedInputStream.newInstance(bytes, 0, length);
        String machine = "";
        String gateway = "";
        String source = "";
        String sourceEventId = "";
        String correlationId = "";
        long incarnation = 0;
        long sequence = 0;
        long sourceTimeNs = 0;
        long gatewayTimeNs = 0;
        int quality = 0;
        int measure = 0;
        boolean reset = false;
        long value = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case MACHINE -> machine = in.readString();
                case GATEWAY -> gateway = in.readString();
                case INCARNATION -> incarnation = in.readInt64();
                case SEQUENCE -> sequence = in.readInt64();
                case SOURCE -> source = in.readString();
                case SOURCE_EVENT_ID -> sourceEventId = in.readString();
                case CORRELATION_ID -> correlationId = in.readString();
                case SOURCE_TIME -> sourceTimeNs = in.readFixed64();
                case GATEWAY_TIME -> gatewayTimeNs = in.readFixed64();
                case QUALITY -> quality = in.readInt32();
                case MEASURE -> measure = in.readInt32();
                case RESET -> reset = in.readBool();
                case VALUE -> value = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        final EventHead head = new EventHead(
                machine,
                gateway,
                incarnation,
                sequence,
                source,
                sourceEventId,
                correlationId,
                sourceTimeNs,
                gatewayTimeNs,
                SignalQuality.of(quality));
        return new Event(head, new Fact.CounterReading(Measure.of(measure), reset, value));
    }
}
