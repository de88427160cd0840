package io.millrace.app.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.report.Units;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** Events and public records as they are shown: times in ISO 8601, quantities in units. */
final class Records {
    /** An event that reached the gateway this much later than it happened came late. */
    static final long LATE_NS = 60_000_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TIMES = Set.of("fromNs", "toNs", "effectiveFromNs");
    private static final String NS = "Ns";
    private static final String MILLI = "Milli";

    private Records() {}

    /** A public record as it is. */
    static ObjectNode of(final byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param repeats how often it was said again */
    static ObjectNode of(final Event event, final int repeats) {
        final EventHead head = event.head();
        final ObjectNode node = JSON.createObjectNode();
        node.put("time", Times.text(head.sourceTimeNs()));
        node.put("event", event.fact().getClass().getSimpleName());
        node.setAll(of(event.fact()));
        final long delayNs = head.gatewayTimeNs() - head.sourceTimeNs();
        if (delayNs > LATE_NS) {
            node.put("late", Times.duration(delayNs));
        }
        if (repeats > 0) {
            node.put("saidAgain", repeats);
        }
        return said(head, node);
    }

    static ObjectNode said(final EventHead head, final ObjectNode node) {
        node.put("source", head.source());
        node.put("sourceEventId", head.sourceEventId());
        if (!head.correlationId().isEmpty()) {
            node.put("correlationId", head.correlationId());
        }
        node.put("gateway", head.gateway());
        node.put("incarnation", head.incarnation());
        node.put("sequence", head.sequence());
        node.put("gatewayTime", Times.text(head.gatewayTimeNs()));
        return node;
    }

    static ObjectNode of(final Fact fact) {
        return readable(JSON.valueToTree(fact));
    }

    private static ObjectNode readable(final JsonNode raw) {
        final ObjectNode node = JSON.createObjectNode();
        for (final Map.Entry<String, JsonNode> field : raw.properties()) {
            final String name = field.getKey();
            final JsonNode value = field.getValue();
            if (value.isObject()) {
                node.set(name, readable(value));
            } else if (name.endsWith(MILLI)) {
                node.put(cut(name, MILLI), Units.text(value.asLong()));
            } else if (TIMES.contains(name)) {
                node.put(cut(name, NS), value.asLong() <= 0 ? "the beginning" : Times.text(value.asLong()));
            } else if (name.endsWith(NS)) {
                node.put(cut(name, NS), value.asLong() < 0 ? "as the machine" : Times.duration(value.asLong()));
            } else {
                node.set(name, value);
            }
        }
        return node;
    }

    private static String cut(final String name, final String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }
}
