package io.millrace.ingest.opcua;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything, unless it is told to be full. */
final class RecordingInlet implements Inlet {
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    volatile boolean full;

    @Override
    public boolean tryOffer(final List<Event> message, final Runnable durable) {
        if (full) {
            return false;
        }
        events.addAll(message);
        durable.run();
        return true;
    }

    @Override
    public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        letters.add(letter);
        durable.run();
        return true;
    }

    <F extends Fact> List<Event> of(final Class<F> kind) {
        return events.stream().filter(event -> kind.isInstance(event.fact())).toList();
    }

    <F extends Fact> List<F> facts(final Class<F> kind) {
        return events.stream()
                .map(Event::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
