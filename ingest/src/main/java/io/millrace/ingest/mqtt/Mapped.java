package io.millrace.ingest.mqtt;

import io.millrace.core.event.Event;
import io.millrace.ingest.source.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message: events, a dead letter, or both if only some entries were good. The message may be acknowledged when
 * both are durable. Neither: the mappings for its topic all passed it over.
 *
 * @param events the good entries, in their order
 * @param letter the whole payload and all that is wrong with it; null if nothing is
 */
public record Mapped(List<Event> events, @Nullable DeadLetter letter) {
    public Mapped {
        events = List.copyOf(events);
    }
}
