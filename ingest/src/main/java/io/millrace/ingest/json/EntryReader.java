package io.millrace.ingest.json;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.Set;
import java.util.function.UnaryOperator;

/** From the fields of one entry to the event it states. Pure: equal input gives equal output. Safe for any number of threads. */
public final class EntryReader {
    private static final int MAX_CORRELATION_CHARS = 256;

    /**
     * What an entry is about.
     *
     * @param machine path of the work unit
     * @param states how its field {@code state} is read
     */
    public record Subject(String machine, JsonKind kind, StateTable states) {}

    /**
     * What holds for a whole message.
     *
     * @param correlationId empty if none; an entry's field {@code traceparent} goes before it
     * @param gatewayTimeNs time of the message at the gateway, also for entries that may come without a time of their own
     */
    public record Arrival(String correlationId, long gatewayTimeNs) {}

    private final String gateway;
    private final String source;
    private final Set<String> machines;

    /** @param machines paths that are known, asked anew for each entry; an entry about any other is a fault */
    public EntryReader(final String gateway, final String source, final Set<String> machines) {
        this.gateway = gateway;
        this.source = source;
        this.machines = machines;
    }

    /**
     * @param identity from the entry's own id, blank if it has none, to the id that the event gets; empty for none
     * @throws EntryFault if the entry can be no event
     */
    public Event read(
            final Subject subject,
            final JsonFields fields,
            final UnaryOperator<String> identity,
            final Arrival arrival) {
        if (!machines.contains(subject.machine)) {
            throw new EntryFault(
                    Reason.UNKNOWN_MACHINE,
                    "machine " + subject.machine + " is not known: add it to the master data, or correct the path");
        }
        final String id = identity.apply(fields.text("id"));
        if (id.isEmpty() && subject.kind.isIdNeeded()) {
            throw new EntryFault(
                    Reason.NO_EVENT_ID,
                    "id is missing: a " + subject.kind.word()
                            + " adds up, so each needs an id of its own to tell a repeat from a second one");
        }
        final long timeNs = timeNs(subject.kind, fields, !id.isEmpty(), arrival);
        final Fact fact = FactReader.read(subject.kind, fields, subject.states);
        final EventHead head = EventHead.of(gateway, source, subject.machine, timeNs, arrival.gatewayTimeNs);
        return new Event(head.withIds(id, correlation(fields, arrival)), fact);
    }

    private static long timeNs(
            final JsonKind kind, final JsonFields fields, final boolean hasId, final Arrival arrival) {
        if (fields.has("time")) {
            return fields.timeNs("time");
        }
        // A repeated reset at another time would count the same units twice.
        final boolean reset = kind == JsonKind.COUNTER && !hasId && fields.flag("reset");
        if (kind.isTimeNeeded() || reset) {
            throw new EntryFault(
                    Reason.NO_SOURCE_TIME,
                    "time is missing: a " + kind.word() + (reset ? " that was reset" : "")
                            + " needs the time at which it happened, ISO-8601 or milliseconds since the epoch");
        }
        return arrival.gatewayTimeNs;
    }

    /** Tracing never costs an event: what cannot be one is passed over. */
    private static String correlation(final JsonFields fields, final Arrival arrival) {
        final String own = fields.textOrEmpty("traceparent");
        final String chosen = own.isEmpty() ? arrival.correlationId : own;
        return chosen.length() > MAX_CORRELATION_CHARS ? "" : chosen;
    }
}
