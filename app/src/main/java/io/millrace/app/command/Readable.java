package io.millrace.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;

/** A record's JSON as one line for people: what it is about first, then its fields in their order, without braces and quotes. */
final class Readable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Said by the line's beginning, or of no use to a reader in a hurry. */
    private static final Set<String> LEFT_OUT =
            Set.of("machine", "correlationId", "triggerGatewayTime", "payload", "material", "unit");

    private Readable() {}

    /** @param json what cannot be read is shown as it is */
    static String of(final String topic, final String key, final String json) {
        final JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (final JsonProcessingException notJson) {
            return topic + " " + key + " " + json;
        }
        final StringBuilder line = new StringBuilder();
        line.append(topic.substring(topic.indexOf('.') + 1)).append("  ");
        line.append(node.path("machine").asText(key));
        append(node, "", line);
        return line.toString();
    }

    private static void append(final JsonNode node, final String prefix, final StringBuilder line) {
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            if (prefix.isEmpty() && LEFT_OUT.contains(field.getKey())) {
                continue;
            }
            if (field.getValue().isObject()) {
                append(field.getValue(), prefix + field.getKey() + ".", line);
            } else {
                line.append("  ")
                        .append(prefix)
                        .append(field.getKey())
                        .append(' ')
                        .append(text(field.getValue()));
            }
        }
    }

    private static String text(final JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
