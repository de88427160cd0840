package io.millrace.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes two records of a topic statements of the same thing. Everything else about them is compared.
 *
 * @param fields that identify it; empty: the record's key does
 * @param isRestated the newest statement stands; otherwise each does, and equal identities are counted through
 * @param placed fields that say where something lay in Kafka, which is another place in a replay, or by which steps a figure came to be
 *     what it is: statements of several machines meet in another order
 */
record Identity(List<String> fields, boolean isRestated, Set<String> placed) {
    /** A topic that is not named here is restated by key. */
    private static final Identity BY_KEY = new Identity(List.of(), true, Set.of());

    private static final Identity FIGURE = new Identity(List.of(), true, Set.of("revision", "asOf", "difference"));

    private static final Map<String, Identity> BY_TOPIC = Map.ofEntries(
            Map.entry("oee", FIGURE),
            Map.entry("downtime", FIGURE),
            Map.entry("confirmations", each("id")),
            Map.entry("milestones", each("machine", "order", "operation", "type", "time")),
            Map.entry("state-intervals", newest("machine", "from")),
            Map.entry("stops", newest("machine", "from")),
            Map.entry("undecided", newest("machine", "to")),
            Map.entry("counts", each("machine", "order", "operation", "from", "asOf")),
            Map.entry("scrap", newest("machine", "id")),
            Map.entry("consumption", each("machine", "id", "material", "lot", "revision")),
            Map.entry("gaps", each("machine", "gateway", "incarnation", "type", "firstMissing", "lastMissing", "from")),
            Map.entry("quarantine", newest("machine", "id")),
            Map.entry(
                    "dead-letters",
                    new Identity(
                            List.of("machine", "reason", "payload"),
                            false,
                            Set.of("origin", "topic", "partition", "offset"))));

    Identity {
        fields = List.copyOf(fields);
        placed = Set.copyOf(placed);
    }

    private static Identity newest(final String... fields) {
        return new Identity(List.of(fields), true, Set.of());
    }

    private static Identity each(final String... fields) {
        return new Identity(List.of(fields), false, Set.of());
    }

    /** @param topic last part of its name */
    static Identity of(final String topic) {
        return BY_TOPIC.getOrDefault(topic, BY_KEY);
    }

    /** @return the identity for people; fields that are not there are left out */
    String of(final String key, final JsonNode value) {
        if (fields.isEmpty()) {
            return key;
        }
        final List<String> parts = new ArrayList<>();
        for (final String field : fields) {
            final JsonNode part = value.path(field);
            if (!part.isMissingNode()) {
                parts.add(part.asText());
            }
        }
        return String.join(" ", parts);
    }
}
