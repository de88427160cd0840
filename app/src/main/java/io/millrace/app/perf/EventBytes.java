package io.millrace.app.perf;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;

/** Encodes events with the transport identity a gateway gives them. Not thread-safe. */
final class EventBytes {
    private static final String GATEWAY = "scale";
    private static final long INCARNATION = 1;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final EventEncoder encoder = new EventEncoder();

    /** What goes into an event's head besides the gateway's own name. */
    record Origin(String machine, String source, long sequence, long sourceTimeNs, long gatewayTimeNs) {}

    /** @param sourceEventId empty where the source has none */
    byte[] of(final Origin origin, final String sourceEventId, final Fact fact) {
        final EventHead head = EventHead.of(
                        GATEWAY, origin.source(), origin.machine(), origin.sourceTimeNs(), origin.gatewayTimeNs())
                .withIds(sourceEventId, "")
                .withTransport(INCARNATION, origin.sequence());
        final int length = encoder.encode(new Event(head, fact), buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
