package io.millrace.app.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** What can be said about a subject, in sections of sentences and records: one content, for people and for programs. */
public final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int SHOWN = 200;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    Answer(final String subject) {
        root.put("subject", subject);
    }

    /** @param name a section, in camel case; made when it is first asked for, so that what is empty shows too */
    ArrayNode section(final String name) {
        return root.withArray("/" + name);
    }

    void sentence(final String section, final String text) {
        section(section).add(text);
    }

    /** Everything, as one JSON object. */
    public String json() {
        try {
            return JSON.writeValueAsString(root);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people: a heading for each section, a line for each thing; of very many only the first. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        for (final Map.Entry<String, JsonNode> section : root.properties()) {
            if (!section.getValue().isArray()) {
                text.append(section.getValue().asText()).append('\n');
                continue;
            }
            text.append(heading(section.getKey())).append(":\n");
            int shown = 0;
            for (final JsonNode each : section.getValue()) {
                if (shown++ < SHOWN) {
                    text.append("  ").append(line(each)).append('\n');
                }
            }
            if (shown == 0) {
                text.append("  none\n");
            } else if (shown > SHOWN) {
                text.append("  and ").append(shown - SHOWN).append(" more: see --json\n");
            }
        }
        return text.toString();
    }

    private static String heading(final String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String line(final JsonNode node) {
        if (!node.isObject()) {
            return node.asText();
        }
        final StringBuilder line = new StringBuilder();
        append(node, "", line);
        return line.toString();
    }

    private static void append(final JsonNode node, final String prefix, final StringBuilder line) {
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            final JsonNode value = field.getValue();
            if (value.isObject()) {
                append(value, prefix + field.getKey() + ".", line);
            } else if (!value.isNull() && !value.asText(" ").isEmpty()) {
                final String said = value.isValueNode() ? value.asText() : value.toString();
                line.append(line.isEmpty() ? "" : "  ")
                        .append(prefix)
                        .append(field.getKey())
                        .append(' ')
                        .append(said.replace("\n", "; "));
            }
        }
    }
}
