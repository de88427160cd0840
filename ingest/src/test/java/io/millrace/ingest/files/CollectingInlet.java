package io.millrace.ingest.files;

import io.millrace.core.event.Event;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.ArrayList;
import java.util.List;

/** Keeps all it is offered; durable at once, with room only every other time it is asked if told so. */
public final class CollectingInlet implements Inlet {
    private final boolean narrow;
    private final List<List<Event>> messages = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private boolean full;

    public CollectingInlet(final boolean narrow) {
        this.narrow = narrow;
    }

    @Override
    public synchronized boolean tryOffer(final List<Event> message, final Runnable durable) {
        return hasRoom() && messages.add(message) && done(durable);
    }

    @Override
    public synchronized boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        return hasRoom() && letters.add(letter) && done(durable);
    }

    public synchronized List<List<Event>> messages() {
        return List.copyOf(messages);
    }

    public synchronized List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    private boolean hasRoom() {
        full = narrow && !full;
        return !full;
    }

    private static boolean done(final Runnable durable) {
        durable.run();
        return true;
    }
}
