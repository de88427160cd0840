package io.millrace.ingest.source;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A message that writes its events where they are wanted, so that a source need not make objects of what it has heard. It is asked
 * while it is offered, perhaps several times, and never later: its owner may use it anew for the next message.
 */
public interface WritableMessage {
    /** Events in it, at least one. */
    int count();

    /**
     * Writes one event in its SBE form to the beginning of a buffer.
     *
     * @param index from 0
     * @param buffer grows as it must
     * @return the length in bytes
     */
    int write(int index, MutableDirectBuffer buffer);

    /** True if it has come the way from a machine to the gateway, which is then measured. */
    default boolean isHeard(final int index) {
        return true;
    }

    /** True for a process value: it counts nothing, and goes on the lane of telemetry. */
    default boolean isTelemetry(final int index) {
        return false;
    }

    /** The same as records: for who looks into events instead of passing them on. */
    default List<Event> events() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final EventDecoder decoder = new EventDecoder();
        final List<Event> events = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            write(i, buffer);
            events.add(decoder.decode(buffer, 0));
        }
        return events;
    }
}
