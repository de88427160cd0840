package io.millrace.ingest.sparkplug;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is offered; refuses some offers first if told to. */
final class CollectingInlet implements Inlet {
    final List<List<Event>> messages = new CopyOnWriteArrayList<>();
    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();

    @Override
    public boolean tryOffer(final List<Event> message, final Runnable durable) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return false;
        }
        messages.add(List.copyOf(message));
        durable.run();
        return true;
    }

    @Override
    public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        letters.add(letter);
        durable.run();
        return true;
    }

    List<Event> events() {
        return messages.stream().flatMap(List::stream).toList();
    }

    List<Fact> facts() {
        return events().stream().map(Event::fact).toList();
    }

    <T extends Fact> List<T> facts(final Class<T> kind) {
        return facts().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public String toString() {
        return "messages " + messages + ", letters " + letters;
    }
}
