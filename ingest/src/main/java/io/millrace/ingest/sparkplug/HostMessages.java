package io.millrace.ingest.sparkplug;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few payloads a host application writes (Sparkplug 3.0, 6.4.24 STATE and 6.4.22 NCMD). */
final class HostMessages {
    private static final byte[] REBIRTH = "Node Control/Rebirth".getBytes(StandardCharsets.US_ASCII);
    private static final int BOOLEAN = 11;

    private HostMessages() {}

    static byte[] state(final boolean isOnline, final long timestampMs) {
        return ("{\"online\":" + isOnline + ",\"timestamp\":" + timestampMs + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** An NCMD payload that asks for a rebirth: a timestamp, no number, one metric. */
    static byte[] rebirth(final long timestampMs) {
        final ByteArrayOutputStream metric = new ByteArrayOutputStream();
        metric.write(1 << 3 | WireReader.BYTES);
        metric.write(REBIRTH.length);
        metric.writeBytes(REBIRTH);
        number(metric, 3, timestampMs);
        number(metric, 4, BOOLEAN);
        number(metric, 14, 1);
        final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        number(payload, 1, timestampMs);
        payload.write(2 << 3 | WireReader.BYTES);
        payload.write(metric.size());
        payload.writeBytes(metric.toByteArray());
        return payload.toByteArray();
    }

    private static void number(final ByteArrayOutputStream out, final int field, final long value) {
        out.write(field << 3 | WireReader.VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
