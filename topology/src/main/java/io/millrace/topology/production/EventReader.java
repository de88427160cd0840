package io.millrace.topology.production;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventStamp;
import io.millrace.core.event.Fact;
import io.millrace.core.event.UnknownEventException;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells three things apart: an event, an event newer than this program, and what is no event at all. One thread. */
final class EventReader {
    /** The bytes are no event: repeating or upgrading would not help. */
    static final class NoEventException extends Exception {
        private static final long serialVersionUID = 1L;

        NoEventException(final String message) {
            super(message);
        }
    }

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final EventDecoder decoder = new EventDecoder();

    /** @throws UnknownEventException if it is an event that only a newer program can read */
    Event read(final byte[] bytes) throws NoEventException {
        buffer.wrap(bytes);
        if (!EventStamp.isEvent(buffer, 0, bytes.length)) {
            throw new NoEventException("no Millrace event: " + bytes.length + " bytes of something else");
        }
        return checked(decode());
    }

    private Event decode() throws NoEventException {
        try {
            return decoder.decode(buffer, 0);
        } catch (final UnknownEventException e) {
            throw e;
        } catch (final RuntimeException e) {
            throw new NoEventException("a torn event: " + e.getMessage());
        }
    }

    private static Event checked(final Event event) throws NoEventException {
        final String machine = event.head().machine();
        if (machine.isEmpty() != event.fact() instanceof Fact.Definition) {
            throw new NoEventException(
                    machine.isEmpty() ? "an event without a machine" : "a definition under the machine " + machine);
        }
        if (machine.startsWith(Heads.RESERVED) || machine.indexOf(0) >= 0 || machine.indexOf(1) >= 0) {
            throw new NoEventException("not a machine's path: " + machine);
        }
        return event;
    }
}
