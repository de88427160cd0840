package io.millrace.core.event;

/** One canonical event: who said it, when, and what. Self-contained in the journal and on Kafka. */
public record Event(EventHead head, Fact fact) {
    public Event withHead(final EventHead newHead) {
        return new Event(newHead, fact);
    }
}
