package io.millrace.app.letters;

import io.millrace.core.event.Event;
import java.util.List;

/**
 * What a dead letter's message is by the configuration of today.
 *
 * @param events in their order, with the identities they would have had then
 * @param left what is still wrong with it, for people; empty if nothing is
 */
public record Remapped(List<Event> events, String left) {
    public Remapped {
        events = List.copyOf(events);
    }

    static Remapped not(final String why) {
        return new Remapped(List.of(), why);
    }

    /** True if nothing is left behind. */
    public boolean isWhole() {
        return left.isEmpty();
    }
}
