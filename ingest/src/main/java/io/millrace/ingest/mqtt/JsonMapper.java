package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.json.JsonPayload;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a topic and a payload to events, by the canonical scheme {@code millrace/v1/{path}/{kind}} or by configured mappings. Pure:
 * equal input gives equal output; whatever the bytes are, it answers and does not throw. Immutable, safe for any number of threads.
 */
public final class JsonMapper {
    private static final String[] CANONICAL = {"millrace", "v1"};
    private static final int CANONICAL_LEVELS = 8;
    private static final int MAX_FAULTS_NAMED = 10;

    /**
     * One event that a payload's entry makes.
     *
     * @param suffix tells the events apart that several mappings make of one id
     * @param foreign null for our own scheme
     */
    private record Route(
            EntryReader.Subject subject, String suffix, @Nullable ForeignReader foreign, String[] levels) {}

    private final String gateway;
    private final String source;
    private final Set<String> machines;
    private final List<ForeignReader> mappings;
    private final JsonLimits limits;
    private final JsonPayload payloads;
    private final EntryReader reader;

    /** @param machines paths that are known, asked anew for each message; events of any other become dead letters */
    public JsonMapper(
            final String gateway,
            final String source,
            final Set<String> machines,
            final List<ForeignMapping> mappings,
            final JsonLimits limits) {
        this.gateway = gateway;
        this.source = source;
        this.machines = machines;
        this.mappings = mappings.stream().map(ForeignReader::new).toList();
        this.limits = limits;
        this.payloads = new JsonPayload(limits);
        this.reader = new EntryReader(gateway, source, machines);
    }

    /**
     * @param payload not copied: must not change any more, a dead letter keeps it
     * @param correlationId of the message, empty if none; an entry's field {@code traceparent} goes before it
     * @param gatewayTimeNs time of the message at the gateway, also for entries that may come without a time of their own
     */
    public Mapped map(final String topic, final byte[] payload, final String correlationId, final long gatewayTimeNs) {
        final Reading reading = new Reading(topic, payload, correlationId, gatewayTimeNs);
        try {
            final List<Route> routes = routes(topic);
            final List<JsonNode> entries = payloads.entries(payload);
            for (int i = 0; i < entries.size(); i++) {
                for (final Route route : routes) {
                    reading.take(entries.get(i), entries.size() == 1 ? "" : "entry " + i + ": ", route);
                }
            }
        } catch (final EntryFault fault) {
            reading.fault(fault, "", null, null);
        }
        return reading.result();
    }

    /** Reads what comes again and again in the canonical scheme to the same events, without making objects. One for each thread. */
    public EntryWalker walker() {
        return new EntryWalker(gateway, source, machines, limits, JsonMapper::subject);
    }

    /** @return null if the topic is none of the canonical scheme's */
    private static EntryReader.@Nullable Subject subject(final String topic) {
        final String[] levels = TopicFilter.split(topic);
        final boolean isCanonical = levels.length == CANONICAL_LEVELS
                && Arrays.equals(levels, 0, 2, CANONICAL, 0, 2)
                && JsonKind.of(levels[7]) != null;
        return isCanonical ? canonical(topic, levels).subject : null;
    }

    /** A message that can be journalled by no means, as a dead letter. @param why in words for people, with the remedy */
    Mapped refused(final String topic, final byte[] payload, final String why, final long gatewayTimeNs) {
        final Reading reading = new Reading(topic, payload, "", gatewayTimeNs);
        reading.fault(new EntryFault(Reason.TOO_LARGE, why + ": send smaller messages"), "", null, null);
        return reading.result();
    }

    private List<Route> routes(final String topic) {
        final String[] levels = TopicFilter.split(topic);
        if (Arrays.equals(levels, 0, Math.min(2, levels.length), CANONICAL, 0, 2)) {
            return List.of(canonical(topic, levels));
        }
        final List<Route> routes = new ArrayList<>(1);
        for (final ForeignReader foreign : mappings) {
            if (foreign.matches(levels)) {
                final String suffix = routes.isEmpty() ? "" : "#" + routes.size();
                routes.add(new Route(foreign.subject(levels), suffix, foreign, levels));
            }
        }
        if (routes.isEmpty()) {
            throw new EntryFault(
                    Reason.NOT_MAPPED,
                    "topic " + topic
                            + " is neither millrace/v1/enterprise/site/area/workCenter/workUnit/kind nor mapped:"
                            + " add a mapping, or narrow the subscription");
        }
        return routes;
    }

    private static Route canonical(final String topic, final String[] levels) {
        final JsonKind kind = levels.length == CANONICAL_LEVELS ? JsonKind.of(levels[7]) : null;
        if (kind == null) {
            throw new EntryFault(
                    Reason.NOT_MAPPED,
                    "topic " + topic
                            + ": millrace/v1/enterprise/site/area/workCenter/workUnit/kind is expected, kind one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(JsonKind.values())
                                            .map(JsonKind::word)
                                            .toList()));
        }
        final String machine = String.join("/", Arrays.asList(levels).subList(2, 7));
        return new Route(new EntryReader.Subject(machine, kind, StateTable.PACKML), "", null, levels);
    }

    /** One message on its way: collects what is good and what is not. */
    private final class Reading {
        private final String topic;
        private final byte[] payload;
        private final EntryReader.Arrival arrival;
        private final List<Event> events = new ArrayList<>();
        private final List<String> details = new ArrayList<>();
        private @Nullable EntryFault first;
        private String machine = "";
        private String order = "";
        private String lot = "";
        private int faults;

        Reading(final String topic, final byte[] payload, final String correlationId, final long gatewayTimeNs) {
            this.topic = topic;
            this.payload = payload;
            this.arrival = new EntryReader.Arrival(correlationId, gatewayTimeNs);
        }

        void take(final JsonNode entry, final String where, final Route route) {
            try {
                if (!entry.isObject()) {
                    throw new EntryFault(Reason.UNDECODABLE, "not a JSON object");
                }
                if (route.foreign == null) {
                    read(JsonFields.canonical(entry), route.suffix, where, route);
                } else {
                    for (final ForeignReader.Found found : route.foreign.find(entry, route.levels)) {
                        read(found.fields(), found.idSuffix() + route.suffix, where, route);
                    }
                }
            } catch (final EntryFault fault) {
                fault(fault, where, route, null);
            }
        }

        private void read(final JsonFields fields, final String suffix, final String where, final Route route) {
            try {
                events.add(reader.read(route.subject, fields, own -> own.isBlank() ? "" : own + suffix, arrival));
            } catch (final EntryFault fault) {
                fault(fault, where, route, fields);
            }
        }

        void fault(
                final EntryFault fault,
                final String where,
                final @Nullable Route route,
                final @Nullable JsonFields fields) {
            faults++;
            if (details.size() < MAX_FAULTS_NAMED) {
                details.add(where + fault.detail());
            }
            if (first == null) {
                first = fault;
                machine = route == null ? "" : route.subject.machine();
                order = fields == null ? "" : fields.textOrEmpty("order");
                lot = fields == null ? "" : fields.textOrEmpty("lot");
            }
        }

        Mapped result() {
            return new Mapped(events, first == null ? null : letter(first));
        }

        private DeadLetter letter(final EntryFault fault) {
            final String more = faults > details.size() ? "; and " + (faults - details.size()) + " more" : "";
            final byte[] kept =
                    payload.length <= limits.payloadBytes() ? payload : Arrays.copyOf(payload, limits.payloadBytes());
            return new DeadLetter(
                    source,
                    topic,
                    arrival.gatewayTimeNs(),
                    fault.reason(),
                    String.join("; ", details) + more,
                    machine,
                    order,
                    lot,
                    kept);
        }
    }
}
