package io.millrace.ingest.mqtt;

import io.millrace.core.event.Event;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway's inlet in memory, whose room and durability are set by hand. What is offered while nothing is durable is forgotten by a
 * crash, which in a test is simply another gateway.
 */
final class Gateway implements Inlet {
    private final List<Event> events = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean full;
    private boolean eventsDurable = true;
    private boolean lettersDurable = true;
    private int refusals;
    private int failures;
    private int most = Integer.MAX_VALUE;

    @Override
    public synchronized boolean tryOffer(final List<Event> message, final Runnable durable) {
        if (message.size() > most) {
            throw new IllegalArgumentException("a message of " + message.size() + " events: at most " + most);
        }
        return offered(events.size(), () -> events.addAll(message), eventsDurable, durable);
    }

    @Override
    public synchronized boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        return offered(letters.size(), () -> letters.add(letter), lettersDurable, durable);
    }

    private boolean offered(final int before, final Runnable take, final boolean isDurable, final Runnable durable) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("refused on purpose, with " + before + " taken");
        }
        if (full) {
            refusals++;
            return false;
        }
        take.run();
        if (isDurable) {
            durable.run();
        } else {
            waiting.add(durable);
        }
        return true;
    }

    /** Takes, but is not durable until told. */
    synchronized Gateway holding() {
        eventsDurable = false;
        lettersDurable = false;
        return this;
    }

    /** Events are durable at once, dead letters not until told. */
    synchronized Gateway holdingLetters() {
        lettersDurable = false;
        return this;
    }

    /** Has room for so many events at once, as a ring has. */
    synchronized Gateway takingAtMost(final int events) {
        most = events;
        return this;
    }

    synchronized Gateway failing(final int times) {
        failures = times;
        return this;
    }

    synchronized Gateway full(final boolean isFull) {
        full = isFull;
        return this;
    }

    /** All that is waiting becomes durable, and so does all that follows. */
    synchronized void release() {
        eventsDurable = true;
        lettersDurable = true;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized List<String> ids() {
        return events.stream().map(event -> event.head().sourceEventId()).toList();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    synchronized String seen() {
        return "events " + ids() + ", letters " + letters + ", waiting " + waiting.size() + ", refusals " + refusals;
    }
}
