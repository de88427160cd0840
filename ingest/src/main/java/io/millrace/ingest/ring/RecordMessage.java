package io.millrace.ingest.ring;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.WritableMessage;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** Records as a message that writes itself. Reused from message to message by one thread. */
final class RecordMessage implements WritableMessage {
    private final EventEncoder encoder = new EventEncoder();
    private List<Event> events = List.of();

    RecordMessage of(final List<Event> newEvents) {
        events = newEvents;
        return this;
    }

    @Override
    public int count() {
        return events.size();
    }

    @Override
    public int write(final int index, final MutableDirectBuffer buffer) {
        return encoder.encode(events.get(index), buffer, 0);
    }

    /** What the gateway says itself has come no way, and would hide the latency of what has. */
    @Override
    public boolean isHeard(final int index) {
        final Fact fact = events.get(index).fact();
        return !(fact instanceof Fact.Tick || fact instanceof Fact.Definition);
    }

    @Override
    public boolean isTelemetry(final int index) {
        return events.get(index).fact() instanceof Fact.ProcessValue;
    }

    @Override
    public List<Event> events() {
        return events;
    }
}
