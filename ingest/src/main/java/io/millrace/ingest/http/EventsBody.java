package io.millrace.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.json.JsonPayload;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** From a request's body to its events, all of them or none. Immutable, safe for any number of threads. */
final class EventsBody {
    private static final int MAX_FAULTS = 100;

    /** How events follow each other in a body. */
    enum Form {
        /** One object, or an array of them. */
        JSON,
        /** An object a line; empty lines are passed over. */
        NDJSON
    }

    private final JsonLimits limits;
    private final JsonPayload json;
    private final EntryReader reader;

    EventsBody(final HttpConfig config, final SourceContext context) {
        this.limits = new JsonLimits(
                config.maxBodyBytes(), JsonLimits.DEFAULT.depth(), config.maxEvents(), JsonLimits.DEFAULT.textChars());
        this.json = new JsonPayload(limits);
        this.reader = new EntryReader(context.gateway(), context.source(), context.machines());
    }

    /**
     * @param body no longer than is allowed
     * @param key of the request, from which events without an id get theirs; empty if it has none
     * @throws Refusal 400 or 413, with every fault by its line
     */
    List<Event> read(final byte[] body, final Form form, final String key, final EntryReader.Arrival arrival) {
        final Reading reading = new Reading(key, arrival);
        try {
            if (form == Form.JSON) {
                readJson(body, reading);
            } else {
                readLines(body, reading);
            }
        } catch (final EntryFault whole) {
            reading.fault(0, whole);
        }
        return reading.result();
    }

    private void readJson(final byte[] body, final Reading reading) {
        final List<JsonNode> entries = json.entries(body);
        for (int i = 0; i < entries.size(); i++) {
            final JsonNode entry = entries.get(i);
            reading.take(i + 1, () -> object(entry));
        }
    }

    private static JsonNode object(final JsonNode entry) {
        if (!entry.isObject()) {
            throw new EntryFault(Reason.UNDECODABLE, "not a JSON object");
        }
        return entry;
    }

    private void readLines(final byte[] body, final Reading reading) {
        int line = 0;
        int count = 0;
        for (int from = 0; from < body.length; ) {
            final int end = endOfLine(body, from);
            final byte[] text = Arrays.copyOfRange(body, from, end);
            line++;
            from = end + 1;
            if (isBlank(text)) {
                continue;
            }
            if (++count > limits.entries()) {
                throw new EntryFault(
                        Reason.TOO_LARGE,
                        "more than " + limits.entries() + " events: send smaller requests or raise max-events");
            }
            reading.take(line, () -> json.object(text));
        }
        if (count == 0) {
            throw new EntryFault(Reason.UNDECODABLE, "the body holds no event: a JSON object a line is expected");
        }
    }

    private static int endOfLine(final byte[] body, final int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(final byte[] text) {
        for (final byte each : text) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    /** One request on its way: collects its events, and what is wrong with the others. */
    private final class Reading {
        private final String key;
        private final EntryReader.Arrival arrival;
        private final List<Event> events = new ArrayList<>();
        private final List<LineFault> faults = new ArrayList<>();
        private int faultCount;
        private boolean isTooLarge;

        Reading(final String key, final EntryReader.Arrival arrival) {
            this.key = key;
            this.arrival = arrival;
        }

        void take(final int line, final Supplier<JsonNode> entry) {
            try {
                events.add(event(line, JsonFields.canonical(entry.get())));
            } catch (final EntryFault fault) {
                fault(line, fault);
            }
        }

        private Event event(final int line, final JsonFields fields) {
            final EntryReader.Subject subject = new EntryReader.Subject(
                    fields.requiredText("machine"), fields.word("kind", JsonKind.class, null), StateTable.PACKML);
            final Event event = reader.read(subject, fields, own -> id(own, line), arrival);
            if (!event.head().sourceEventId().isEmpty() && !fields.has("time")) {
                // The time of arrival would be another one each time it is sent.
                throw new EntryFault(
                        Reason.NO_SOURCE_TIME,
                        "time is missing: a repeat is known by its id and its time together, so give the time at which"
                                + " it happened, ISO-8601 or milliseconds since the epoch");
            }
            return event;
        }

        private String id(final String own, final int line) {
            if (!own.isBlank()) {
                return own;
            }
            return key.isEmpty() ? "" : key + "/" + line;
        }

        void fault(final int line, final EntryFault fault) {
            faultCount++;
            isTooLarge |= fault.reason() == Reason.TOO_LARGE;
            if (faults.size() < MAX_FAULTS) {
                final String remedy = fault.reason() == Reason.NO_EVENT_ID
                        ? ": give it one, or send the request with a header Idempotency-Key"
                        : "";
                faults.add(new LineFault(line, fault.reason(), fault.detail() + remedy));
            }
        }

        List<Event> result() {
            if (faultCount == 0) {
                return events;
            }
            final String more = faultCount > faults.size() ? ", the first " + faults.size() + " are named" : "";
            throw new Refusal(
                    isTooLarge ? 413 : 400,
                    "nothing of this request was taken; faults: " + faultCount + more,
                    Map.of(),
                    List.copyOf(faults));
        }
    }
}
