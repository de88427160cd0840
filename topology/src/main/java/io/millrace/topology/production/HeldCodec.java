package io.millrace.topology.production;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.plant.Definitions.Held;
import java.nio.ByteBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A definition as it is stored: a format byte, the changes that brought and replaced it, and the definition as an event. */
final class HeldCodec {
    private static final byte FORMAT = 1;
    private static final int PREFIX = 1 + 2 * Integer.BYTES + Long.BYTES;

    private HeldCodec() {}

    static byte[] write(final Held held) {
        final ExpandableArrayBuffer event = new ExpandableArrayBuffer(256);
        final int length =
                new EventEncoder().encode(new Event(EventHead.of("", "", "", 0, 0), held.definition()), event, 0);
        return ByteBuffer.allocate(PREFIX + length)
                .put(FORMAT)
                .putInt(held.since())
                .putInt(held.until())
                .putLong(held.saidNs())
                .put(event.byteArray(), 0, length)
                .array();
    }

    /** @throws io.millrace.core.binary.NewerVersionException if a newer program wrote it */
    static Held read(final byte[] bytes) {
        new BinaryReader(bytes).format(FORMAT, "the stored master data");
        final ByteBuffer in = ByteBuffer.wrap(bytes, 1, PREFIX - 1);
        final Event event = new EventDecoder().decode(new UnsafeBuffer(bytes), PREFIX);
        return new Held((Fact.Definition) event.fact(), in.getInt(), in.getInt(), in.getLong());
    }
}
