package io.millrace.ingest.shdr.tcp;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.files.MachineFacts;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what an adapter says of one machine to its events. Remembers over connections what was said last; one thread. */
final class MachineIntake {
    private final SourceContext context;
    private final String machine;
    private final Map<String, Signal> signals = new HashMap<>();
    private final MachineFacts facts = MachineFacts.withOrdersOnce();
    /** Keys that were heard on this connection: their first value may have been set long ago. */
    private final Set<String> heard = new HashSet<>();

    private long connectedNs;
    private long knownUntilNs;
    private long lastStateNs = Long.MIN_VALUE;
    private long unknownFromNs = Long.MIN_VALUE;

    MachineIntake(final SourceContext context, final MachineSignals signals) {
        this.context = context;
        this.machine = signals.machine();
        signals.signals().forEach(signal -> this.signals.put(signal.address(), signal));
    }

    String path() {
        return machine;
    }

    @Nullable
    Signal signal(final String key) {
        return signals.get(key);
    }

    /**
     * Says that nothing is known any more; the unknown begins after the last state told, which would outlast it otherwise. That may
     * be later than now, by an adapter's clock that is ahead.
     */
    List<Event> lost(final long knownUntil, final long nowNs, final String cause) {
        facts.lost();
        unknownFromNs = Math.max(knownUntil, lastStateNs + 1);
        return List.of(event(unknownFromNs, nowNs, new Fact.ConnectionChanged(false, cause)));
    }

    /**
     * Begins a connection, and declares what may have been missed before it.
     *
     * @param knownUntil when the adapter was heard last; 0: never
     * @param wasLost that it was lost has been said
     */
    List<Event> connected(final long knownUntil, final boolean wasLost, final long nowNs, final String cause) {
        connectedNs = nowNs;
        knownUntilNs = knownUntil;
        heard.clear();
        final List<Event> events = new ArrayList<>();
        if (wasLost) {
            events.add(event(nowNs, nowNs, new Fact.ConnectionChanged(true, "connected again")));
        }
        if (knownUntil > 0) {
            events.add(event(nowNs, nowNs, new Fact.SourceGap(Math.min(knownUntil, nowNs), nowNs, cause)));
        }
        return events;
    }

    /** @param readings of one line, each of which can be what its signal says */
    List<Event> take(final List<Reading> readings, final long lineNs, final long nowNs) {
        final TreeMap<Long, List<Reading>> byTime = new TreeMap<>();
        for (final Reading reading : readings) {
            final boolean isFirst = heard.add(reading.signal().address());
            if (reading.value() == null && reading.signal().kind() == Signal.Kind.ORDER) {
                // That the adapter does not know the order does not end it.
                continue;
            }
            final long timeNs = isFirst ? heldFromNs(reading.signal().kind(), lineNs) : lineNs;
            byTime.computeIfAbsent(timeNs, time -> new ArrayList<>()).add(reading);
        }
        final List<Event> events = new ArrayList<>();
        byTime.forEach((timeNs, instant) -> {
            for (final Fact fact : facts.of(instant)) {
                if (fact instanceof Fact.StateChanged) {
                    lastStateNs = Math.max(lastStateNs, timeNs);
                }
                events.add(event(timeNs, nowNs, fact));
            }
        });
        return events;
    }

    /**
     * An adapter greets with the last value of each key, which carries the time at which it was set. A state holds from the end of
     * the gap, which leaves it unknown, and behind the unknown. Counters and orders keep their own times, so that what was made in the gap lies there; what
     * was set before we heard of it, or was heard then, holds from now on.
     */
    private long heldFromNs(final Signal.Kind kind, final long timeNs) {
        return switch (kind) {
            case STATE, MODE, REASON -> Math.max(Math.max(timeNs, connectedNs), unknownFromNs + 1);
            case COUNTER, ORDER -> knownUntilNs > 0 && timeNs >= knownUntilNs ? timeNs : Math.max(timeNs, connectedNs);
        };
    }

    private Event event(final long timeNs, final long nowNs, final Fact fact) {
        return new Event(EventHead.of(context.gateway(), context.source(), machine, timeNs, nowNs), fact);
    }
}
