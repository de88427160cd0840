package io.millrace.core.event;

import io.millrace.core.event.sbe.EventHeadDecoder;
import io.millrace.core.event.sbe.MessageHeaderDecoder;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Reads and writes the fixed fields of an encoded event's head in place, without decoding the rest. Every kind opens with the head,
 * so the offsets are the same for all. Stateless; allocates nothing.
 */
public final class EventStamp {
    private static final int HEAD = MessageHeaderEncoder.ENCODED_LENGTH;

    private EventStamp() {}

    /** Writes the transport identity; only the journalling thread numbers events. */
    public static void stamp(
            final MutableDirectBuffer buffer, final int offset, final long incarnation, final long sequence) {
        buffer.putLong(
                offset + HEAD + EventHeadDecoder.incarnationEncodingOffset(), incarnation, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + HEAD + EventHeadDecoder.sequenceEncodingOffset(), sequence, ByteOrder.LITTLE_ENDIAN);
    }

    /** True if the bytes begin like an event of this schema, of whatever version. */
    public static boolean isEvent(final DirectBuffer buffer, final int offset, final int length) {
        return length >= HEAD
                && (buffer.getShort(offset + MessageHeaderDecoder.schemaIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                                & 0xFFFF)
                        == MessageHeaderDecoder.SCHEMA_ID;
    }

    public static long incarnation(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + HEAD + EventHeadDecoder.incarnationEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    public static long sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + HEAD + EventHeadDecoder.sequenceEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    public static long sourceTimeNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + HEAD + EventHeadDecoder.sourceTimeNsEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    public static long gatewayTimeNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + HEAD + EventHeadDecoder.gatewayTimeNsEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the machine's path starts (its two-byte length first): behind the fixed block, whose length the header gives. */
    private static int machineAt(final DirectBuffer buffer, final int offset) {
        final int blockLength =
                buffer.getShort(offset + MessageHeaderDecoder.blockLengthEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        return offset + HEAD + blockLength;
    }

    /** Length in bytes of the machine's path. */
    public static int machineLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(machineAt(buffer, offset), ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Offset in the buffer of the machine path's first byte (UTF-8). */
    public static int machineOffset(final DirectBuffer buffer, final int offset) {
        return machineAt(buffer, offset) + Short.BYTES;
    }

    /** A definition goes to every partition, and has no machine for its key. */
    public static boolean isDefinition(final DirectBuffer buffer, final int offset) {
        return machineLength(buffer, offset) == 0;
    }
}
